import type { Path } from '../diagnostic/diagnostic.ts';
import { fields, list, texts } from './read.ts';

/** What `policy.yaml` names that is in other files. */
export interface PolicyReferences {
  readonly file: string;
  readonly references: readonly PolicyReference[];
  /** The approvals that rules ask for. */
  readonly approvals: readonly PolicyApprovals[];
}

interface PolicyApprovals {
  /** Id of the rule. */
  readonly rule: string;
  readonly count: number;
  /** Subjects as written. */
  readonly from: readonly string[];
  /** Subjects of everybody who may make such a change: of this rule, and of every other that is about some of the same changes. */
  readonly authors: readonly (readonly string[])[];
  readonly path: Path;
}

interface PolicyReference {
  readonly kind: 'team' | 'role' | 'environment';
  readonly name: string;
  /** Of the name in the file; of a subject with its `team:` or `role:`. */
  readonly path: Path;
}

/** Takes from a policy's value what it names, in file order; anything malformed is passed over. */
export function readPolicyReferences(file: string, value: unknown): PolicyReferences {
  const { rules, freezes, emergency, signatures } = fields(value);
  const references: PolicyReference[] = [];
  const approvalsAsked: PolicyApprovals[] = [];
  const add = (kind: PolicyReference['kind'], names: unknown, path: Path): void => {
    list(names).forEach((name, index) => {
      if (typeof name === 'string') references.push({ kind, name, path: [...path, index] });
    });
  };
  const addSubjects = (subjects: unknown, path: Path): void => {
    list(subjects).forEach((subject, index) => {
      const [, kind, name] = /^(team|role):(.+)$/.exec(typeof subject === 'string' ? subject : '') ?? [];
      if (name !== undefined) references.push({ kind: kind as 'team' | 'role', name, path: [...path, index] });
    });
  };
  list(rules).forEach((rule, index) => {
    const { id, when, authors, approvals } = fields(rule);
    add('environment', fields(when).environments, ['rules', index, 'when', 'environments']);
    addSubjects(authors, ['rules', index, 'authors']);
    addSubjects(fields(approvals).from, ['rules', index, 'approvals', 'from']);
    const { count, from } = fields(approvals);
    if (typeof id === 'string' && typeof count === 'number') {
      const makers = list(rules).map(fields).filter((other) => Array.isArray(other.authors) && meet(when, other.when)); // prettier-ignore
      approvalsAsked.push({
        rule: id,
        count,
        from: texts(from),
        authors: makers.map((other) => texts(other.authors)),
        path: ['rules', index, 'approvals'],
      });
    }
  });
  list(freezes).forEach((freeze, index) => {
    const { environments, except } = fields(freeze);
    add('environment', environments, ['freezes', index, 'environments']);
    addSubjects(except, ['freezes', index, 'except']);
  });
  add('role', fields(emergency).roles, ['emergency', 'roles']);
  add('environment', fields(signatures).required, ['signatures', 'required']);
  return { file, references, approvals: approvalsAsked };
}

/**
 * Whether two conditions of a policy are about some of the same changes, as far as they name the same things. A change of
 * the rules of the house is in no environment and of no flag.
 */
function meet(one: unknown, other: unknown): boolean {
  const [a, b] = [fields(one), fields(other)];
  if (isAboutGovernance(a) && isAboutGovernance(b)) return true;
  return facets.every((facet) => {
    const [ofOne, ofOther] = [a[facet], b[facet]];
    if (!Array.isArray(ofOne) && !Array.isArray(ofOther)) return true;
    const names = new Set(texts(ofOther ?? ofOne));
    return texts(ofOne ?? ofOther).some((name) => name !== 'governance' && names.has(name));
  });
}

const facets = ['environments', 'changes', 'types', 'criticality', 'flags'];

function isAboutGovernance(when: Readonly<Record<string, unknown>>): boolean {
  if (Array.isArray(when.changes)) return texts(when.changes).includes('governance');
  return facets.every((facet) => !Array.isArray(when[facet]));
}
