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
      approvalsAsked.push({ rule: id, count, from: texts(from), path: ['rules', index, 'approvals'] });
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
