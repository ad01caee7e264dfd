import type { Severity } from '../../diagnostic/diagnostic.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { Example, Rule, RuleGroup, RuleMessage } from '../../lint/rule.ts';
import { rules } from '../../lint/rules/index.ts';
import { risks } from '../../rollback/risks/index.ts';
import { flagFiles, segmentFiles, type ExplainedFile } from './explained-file.ts';
import { explainedRisk, type ExplainedRisk } from './explain-risk.ts';
import { requireKnown } from '../../workspace/named.ts';

export interface ExplainOptions {
  /** The id of a lint rule or the code of a risk. */
  readonly name: string | undefined;
  readonly all: boolean;
}

export interface ExplainReport {
  readonly command: 'explain';
  readonly ok: true;
  readonly all: boolean;
  readonly rules: readonly ExplainedRule[];
  /** A rule and a risk may have the same name: then both are explained. */
  readonly risks: readonly ExplainedRisk[];
}

export interface ExplainedRule {
  readonly id: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** Where the severity depends on the case: how, in words. */
  readonly severityNote: string | undefined;
  /** Whether nothing can lower it. */
  readonly fixed: boolean;
  readonly summary: string;
  readonly why: string;
  readonly options: readonly { readonly name: string; readonly description: string }[];
  readonly messages: readonly RuleMessage[];
  readonly bad: readonly ExplainedExample[];
  readonly good: readonly ExplainedExample[];
}

/** The files that show a rule failing or passing, whole, beside those of the project that examples are in. */
export interface ExplainedExample {
  readonly files: readonly ExplainedFile[];
  /** What was committed before, oldest first; empty where that makes no difference. */
  readonly past: readonly { readonly on: string; readonly files: readonly ExplainedFile[] }[];
  /** The day on which it is so, where that matters. */
  readonly today: string | undefined;
}

/** Some examples hold a megabyte to make their point. */
const maxText = 2000;

/** On which examples are looked at that do not say when. */
const usualDay = '2026-11-22';

/**
 * What a lint rule or a risk of a rollback means, or each of them.
 * @throws UserError for an unknown name, or none
 */
export function explain({ name, all }: ExplainOptions): ExplainReport {
  if (all && name !== undefined) throw new UserError(`--all cannot be combined with "${name}"`, 'leave one out');
  if (name === undefined && !all) throw new UserError('name a rule or a risk', listed);
  if (name !== undefined) {
    const names = [...rules.map(({ id }) => id), ...risks.map(({ code }) => code)];
    requireKnown('rule or risk', name, names, { otherwise: listed });
  }
  return {
    command: 'explain',
    ok: true,
    all,
    rules: rules.filter(({ id }) => all || id === name).map(explained),
    risks: risks.filter(({ code }) => all || code === name).map(explainedRisk),
  };
}

const listed = '`flagwright explain --all` lists them';

function explained(rule: Rule): ExplainedRule {
  const { id, group, severity, severityNote, fixed = false, summary, why, options = {}, messages, examples } = rule;
  return {
    id,
    group,
    severity,
    severityNote,
    fixed,
    summary,
    why,
    options: Object.entries(options).map(([name, { description }]) => ({ name, description })),
    messages: Object.values(messages),
    bad: examples.bad.map(shown),
    good: examples.good.map(shown),
  };
}

function shown({ flags = {}, segments = {}, files = {}, others = {}, past = [], now }: Example): ExplainedExample {
  const all = [
    ...flagFiles(flags),
    ...segmentFiles(segments),
    ...Object.entries(files).map(([path, text]) => ({ path, text })),
    ...Object.entries(others).map(([path, kind]) => ({ path, text: `(${otherKinds[kind] ?? kind})` })),
  ];
  const commits = past.map((commit) => ({ on: commit.on, files: flagFiles(commit.flags).map(cut) }));
  // Of what was committed it is to be known how long ago that was.
  return { files: all.map(cut), past: commits, today: now ?? (past.length > 0 ? usualDay : undefined) };
}

const cut = ({ path, text }: ExplainedFile): ExplainedFile => ({
  path,
  text: text.length > maxText ? `${text.slice(0, maxText)}\n# and ${text.length - maxText} more characters` : text,
});

const otherKinds: Readonly<Record<string, string>> = {
  link: 'a symbolic link',
  submodule: 'a submodule',
  unreadable: 'a file that cannot be read',
  large: 'a file of more than 1 MiB',
  'latin-1': 'a file that is not UTF-8',
  crowded: 'a list of more than 250,000 empty lists',
};
