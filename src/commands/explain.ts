import type { Severity } from '../diagnostic/diagnostic.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { groupOf, ruleGroups } from '../lint/groups.ts';
import type { Example, Rule, RuleMessage } from '../lint/rule.ts';
import { rules } from '../lint/rules/index.ts';
import { fixedRules } from '../lint/settings.ts';
import { fileName } from '../model/file-kind.ts';
import { requireKnown } from './named.ts';

export interface ExplainOptions {
  readonly rule: string | undefined;
  readonly all: boolean;
}

export interface ExplainReport {
  readonly command: 'explain';
  readonly ok: true;
  readonly all: boolean;
  readonly rules: readonly ExplainedRule[];
}

export interface ExplainedRule {
  readonly id: string;
  readonly group: string;
  readonly severity: Severity;
  /** Where the severity depends on the case: how, in words. */
  readonly severityNote: string | undefined;
  /** Whether nothing can lower it. */
  readonly fixed: boolean;
  readonly summary: string;
  readonly why: string;
  readonly messages: readonly RuleMessage[];
  readonly bad: readonly ExplainedExample[];
  readonly good: readonly ExplainedExample[];
}

/** The files that show a rule failing or passing; parts of files, where the rest does not matter. */
export interface ExplainedExample {
  readonly files: readonly ExplainedFile[];
  /** What was committed before, oldest first; empty where that makes no difference. */
  readonly past: readonly { readonly on: string; readonly files: readonly ExplainedFile[] }[];
  /** The day on which it is so, where that matters. */
  readonly today: string | undefined;
}

export interface ExplainedFile {
  readonly path: string;
  readonly text: string;
}

/** Some examples hold a megabyte to make their point. */
const maxText = 2000;

/** On which examples are looked at that do not say when. */
const usualDay = '2026-11-22';

/**
 * What a rule means, or every rule.
 * @throws UserError for an unknown rule, or none
 */
export function explain({ rule: id, all }: ExplainOptions): ExplainReport {
  if (all && id !== undefined) throw new UserError(`--all explains every rule, and "${id}" is one`, 'leave one out');
  if (all) return { command: 'explain', ok: true, all, rules: inOrder().map(explained) };
  if (id === undefined) throw new UserError('no rule is named', '`flagwright explain --all` lists the rules');
  const ids = rules.map((rule) => rule.id);
  requireKnown('rule', id, ids, { otherwise: '`flagwright explain --all` lists the rules' });
  return { command: 'explain', ok: true, all, rules: rules.filter((rule) => rule.id === id).map(explained) };
}

function inOrder(): Rule[] {
  const order = ruleGroups.flatMap((group) => group.rules);
  return [...rules].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

function explained(rule: Rule): ExplainedRule {
  const { id, severity, severityNote, summary, why, messages, examples } = rule;
  return {
    id,
    group: groupOf(id) ?? '',
    severity,
    severityNote,
    fixed: fixedRules.has(id),
    summary,
    why,
    messages: Object.values(messages),
    bad: examples.bad.map(shown),
    good: examples.good.map(shown),
  };
}

function shown({ flags = {}, segments = {}, files = {}, others = {}, past = [], now }: Example): ExplainedExample {
  const all = [
    ...flagFiles(flags),
    ...Object.entries(segments).map(([key, text]) => ({ path: fileName('segment', key), text })),
    ...Object.entries(files).map(([path, text]) => ({ path, text })),
    ...Object.entries(others).map(([path, kind]) => ({ path, text: `(${otherKinds[kind] ?? kind})` })),
  ];
  const commits = past.map((commit) => ({ on: commit.on, files: flagFiles(commit.flags).map(cut) }));
  // Of what was committed it is to be known how long ago that was.
  return { files: all.map(cut), past: commits, today: now ?? (past.length > 0 ? usualDay : undefined) };
}

const flagFiles = (flags: Readonly<Record<string, string>>): ExplainedFile[] =>
  Object.entries(flags).map(([key, text]) => ({ path: fileName('flag', key), text }));

const cut = ({ path, text }: ExplainedFile): ExplainedFile => ({
  path,
  text: text.length > maxText ? `${text.slice(0, maxText)}...` : text,
});

const otherKinds: Readonly<Record<string, string>> = {
  link: 'a symbolic link',
  submodule: 'a submodule',
  unreadable: 'a file that cannot be read',
  large: 'a file of more than 1 MiB',
  'latin-1': 'a file that is not UTF-8',
};
