import { UserError } from '../../diagnostic/user-error.ts';
import { engines, type ExportEngine } from '../../export/engines.ts';
import type { Statement } from '../../export/statement.ts';
import { readDefinitions } from '../../project/definitions.ts';
import { chainFacts } from '../../workspace/chain-facts.ts';
import { chosenEnvironment } from '../../workspace/chosen-environment.ts';
import { environmentNames, sortedFlags } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { requireKnown } from '../../workspace/named.ts';
import { committedSource, presentSource } from './source.ts';
import { isUpToDate } from './up-to-date.ts';

export interface ExportOptions {
  /** May be left out where there is only one, or the engine has none. */
  readonly environment: string | undefined;
  /** Whether flags may go to an engine that deals people into other parts than we do. */
  readonly allowApproximate: boolean;
  /** Whether flags that the engine cannot say are left out. */
  readonly skipUnsupported: boolean;
  /** Only compare with what is there: `there` is the file's content, undefined if there is none. */
  readonly check: { readonly there: string | undefined } | undefined;
}

export interface ExportReport {
  readonly command: 'export';
  /** Whether everything could be exported, and with `check`, is there already. */
  readonly ok: boolean;
  readonly engine: string;
  /** Absent for engines that have none. */
  readonly environment: string | undefined;
  /** `commit` is absent outside of a repository; `uncommitted`: files of the project differ from it. */
  readonly provenance: { readonly commit: string | undefined; readonly uncommitted: boolean };
  /** What the engine makes of every flag; empty where the project has errors. */
  readonly statements: readonly Statement[];
  /** Why there is no document. */
  readonly refusal: Refusal | undefined;
  readonly document: string | undefined;
  /** Only with `check`: whether the file that is there holds the same flags. */
  readonly upToDate: boolean | undefined;
}

interface Refusal {
  readonly why: string;
  readonly help: string;
  /** Of the flags that are in the way. */
  readonly details: readonly string[];
}

/**
 * Translates the flags of a project for an engine. Nothing is written here.
 * @throws UserError if there is no such engine or environment
 */
export async function exportFlags(host: Host, name: string, options: ExportOptions): Promise<ExportReport> {
  requireKnown('engine', name, Object.keys(engines));
  const engine = engines[name]!;
  const source = await (engine.ofCommit ? committedSource(host) : presentSource(host));
  const { project, diagnostics } = source.linted;
  const environment = environmentFor(engine, name, options.environment, environmentNames(project));
  const { commit, uncommitted } = source;
  const report = { command: 'export', engine: name, environment, provenance: { commit, uncommitted } } as const;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const refusal = {
      why: `the project has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}, so nothing was exported`,
      help: '`flagwright lint` shows what is wrong',
      details: errors.map(({ file, message, rule }) => `${file}: ${message} [${rule}]`),
    };
    return { ...report, ok: false, statements: [], refusal, document: undefined, upToDate: undefined };
  }
  const flags = sortedFlags(project);
  const definitions = await readDefinitions(project);
  project.memory?.save();
  host.progress.debug(`has read the definitions of ${definitions.flags.size} flags`);
  const { document, statements } = (await engine.load())({
    keys: flags.map(({ key }) => key),
    definitions,
    environment: environment ?? '',
    now: host.clock.now().getTime(),
    source: {
      project: project.folder || '.',
      commit,
      uncommitted,
      context: project.manifest.context,
      chain: engine.ofCommit && (await chainFacts(host, commit!, environment!)),
    },
  });
  host.progress.debug('has translated them');
  const refusal = refusalFor(name, statements, options);
  if (refusal) return { ...report, ok: false, statements, refusal, document: undefined, upToDate: undefined };
  const upToDate = options.check && isUpToDate(options.check.there, document);
  return { ...report, ok: upToDate !== false, statements, refusal, document, upToDate };
}

function environmentFor(
  { perEnvironment }: ExportEngine,
  name: string,
  named: string | undefined,
  known: readonly string[],
): string | undefined {
  if (perEnvironment) return chosenEnvironment(named, known);
  if (named === undefined) return undefined;
  throw new UserError(`${name} is the same in every environment`, 'leave out --env');
}

function refusalFor(
  engine: string,
  statements: readonly Statement[],
  { allowApproximate, skipUnsupported }: ExportOptions,
): Refusal | undefined {
  const told = statements.filter(
    ({ support }) =>
      (support === 'unsupported' && !skipUnsupported) || (support === 'approximate' && !allowApproximate),
  );
  const [first] = told;
  if (first === undefined) return undefined;
  const ways = [
    ...(told.some(({ support }) => support === 'approximate') ? ['--allow-approximate accepts other people in the same shares'] : []), // prettier-ignore
    ...(told.some(({ support }) => support === 'unsupported') ? ['--skip-unsupported leaves those flags out'] : []),
  ];
  return {
    why: `${engine} cannot say exactly what ${told.length === 1 ? 'one flag means' : `${told.length} flags mean`}, so nothing was exported`,
    help: `--report shows all flags; ${ways.join('; ')}`,
    details: told.map(({ key, support, reasons }) => `${key}: ${support}: ${reasons.join('; ')}`),
  };
}
