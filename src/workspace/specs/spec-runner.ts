import { didYouMean } from '../../diagnostic/suggest.ts';
import { parseInstant } from '../../evaluate/dates.ts';
import type { Evaluator } from '../../evaluate/evaluator.ts';
import type { Spec } from '../../model/spec.ts';
import { evaluatorOf, type Definitions } from '../../project/definitions.ts';
import type { Project } from '../../project/project.ts';
import type { SpecCase, SpecFile, SpecPopulation } from '../../schema/generated/files.ts';
import { spanAt, type Document } from '../../source/document.ts';
import { checkCase } from './check-case.ts';
import { checkPopulation } from './check-population.ts';
import { specProblems } from './spec-problems.ts';
import type { Failure, TestSubject, TestedCase } from './tested-case.ts';

/** Runs spec files, with one evaluator for each environment. */
export class SpecRunner {
  private readonly project: Project;
  private readonly definitions: Definitions;
  private readonly now: number;
  private readonly environments: readonly string[];
  private readonly evaluators = new Map<string, Evaluator>();

  constructor(project: Project, definitions: Definitions, now: number, environments: readonly string[]) {
    this.project = project;
    this.definitions = definitions;
    this.now = now;
    this.environments = environments;
  }

  /** @param isWanted whether to run the cases of an environment; what cannot be run is always told */
  run({ file, flag }: Spec, document: Document, isWanted: (environment: string) => boolean): TestedCase[] {
    const unusable = (failures: readonly Failure[]): TestedCase[] => {
      const span = failures[0]?.span ?? { start: 0, end: 0 };
      const name = 'the spec can be run';
      return [{ kind: 'file', name, file, span, flag, environment: undefined, at: undefined, failures }];
    };
    const problems = specProblems(this.project, document);
    if (problems.length > 0) return unusable(problems);
    const spec = document.value as SpecFile;
    if (!this.project.flags.has(spec.flag)) {
      const message = `no flag is called "${spec.flag}"`;
      const help = didYouMean(spec.flag, this.project.flags.keys()) ?? '`flagwright list` shows all there are';
      return unusable([
        { file, span: spanAt(document, ['flag']), field: undefined, message, label: 'no such flag', help },
      ]);
    }
    const skips = ({ environment }: SpecCase | SpecPopulation): boolean =>
      this.environments.includes(environment) && !isWanted(environment);
    return [
      ...(spec.cases ?? []).flatMap((one, index) => (skips(one) ? [] : this.runOne('case', one, index, document))),
      ...(spec.populations ?? []).flatMap((one, index) =>
        skips(one) ? [] : this.runOne('population', one, index, document),
      ),
    ];
  }

  private runOne(
    kind: 'case' | 'population',
    one: SpecCase | SpecPopulation,
    index: number,
    document: Document,
  ): TestedCase {
    const { flag } = document.value as SpecFile;
    const { name, environment, at } = one;
    const { file } = document;
    const path = [`${kind}s`, index];
    const now = at === undefined ? this.now : (parseInstant(at, 'start') ?? this.now);
    const tested = { kind, name, file, span: spanAt(document, [...path, 'name']), flag, environment, at: now };
    if (!this.environments.includes(environment)) {
      const near = didYouMean(environment, this.environments);
      const failure: Failure = {
        file,
        span: spanAt(document, [...path, 'environment']),
        field: undefined,
        message: `environment "${environment}" does not exist`,
        label: 'not in flagwright.yaml',
        help: near ?? `it can be ${this.environments.join(', ')}`,
      };
      return { ...tested, failures: [failure] };
    }
    const subject: TestSubject = {
      file,
      flag,
      variants: this.project.flags.get(flag)?.variants ?? [],
      rules: rulesOf(this.definitions, flag, environment),
      evaluator: this.evaluator(environment),
      now,
      span: (rest, part) => spanAt(document, [...path, 'expect', ...rest], part),
    };
    if (kind === 'population') return { ...tested, ...checkPopulation(subject, one as SpecPopulation) };
    const context = (one as SpecCase).context ?? {};
    const { failures, evaluation } = checkCase(subject, context, (one as SpecCase).expect);
    return { ...tested, failures, evaluation, context: failures.length > 0 ? context : undefined };
  }

  private evaluator(environment: string): Evaluator {
    let evaluator = this.evaluators.get(environment);
    if (!evaluator) this.evaluators.set(environment, (evaluator = evaluatorOf(this.definitions, environment)));
    return evaluator;
  }
}

/** The names of the rules of a flag, as far as they can be read. */
function rulesOf({ flags }: Definitions, flag: string, environment: string): string[] {
  const block = flags.get(flag)?.environments?.[environment];
  const rules = typeof block === 'object' && block !== null ? block.rules : undefined;
  return Array.isArray(rules) ? rules.flatMap((rule) => (typeof rule?.name === 'string' ? [rule.name] : [])) : [];
}
