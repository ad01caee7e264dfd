import type { PolicyCondition, PolicyFile, PolicyRule } from '../../schema/generated/files.ts';
import { fileRule } from '../rule.ts';

export const pointlessPolicyRule = fileRule({
  id: 'pointless-policy-rule',
  group: 'ownership',
  summary: 'A policy rule has no effect: another rule already asks for as much.',
  why: 'Somebody reads such a rule and changes it, believing that it matters: a stricter rule covers everything that it covers.',
  severity: 'warning',
  kinds: ['policy'],
  messages: {
    covered: {
      text: 'rule "{id}" changes nothing: rule "{other}" asks for as much, wherever it applies',
      label: 'no effect',
      help: 'remove it, or make it stricter than the other one',
    },
  },
  examples: {
    bad: [
      {
        files: {
          'policy.yaml': `rules:
  - { id: two-for-production, when: { environments: [production] }, approvals: { count: 2, from: [sam@example.com, kim@example.com] } }
  - { id: one-for-state, when: { environments: [production], changes: [state] }, approvals: { count: 1, from: [owner, sam@example.com, kim@example.com] } }
`,
        },
      },
      {
        files: {
          'policy.yaml': `rules:
  - { id: owners, authors: [owner] }
  - { id: owners-of-ops, when: { types: [ops] }, authors: [owner, team:platform] }
`,
        },
      },
    ],
    good: [
      {
        files: {
          'policy.yaml': `rules:
  - { id: one-for-production, when: { environments: [production] }, approvals: { count: 1, from: [owner, team:platform] } }
  - { id: two-for-state, when: { environments: [production], changes: [state] }, approvals: { count: 2, from: [sam@example.com, kim@example.com] } }
  - { id: rules-of-the-house, when: { changes: [governance] }, approvals: { count: 1, from: [team:platform] } }
`,
        },
      },
    ],
  },
  check({ document, report }) {
    const rules = (document.value as PolicyFile).rules ?? [];
    rules.forEach((rule, index) => {
      const other = rules.find((one, at) => {
        // Of two that are alike the first stays.
        return at !== index && covers(one, rule) && (at < index || !covers(rule, one));
      });
      if (other) report(['rules', index, 'id'], { message: 'covered', data: { id: rule.id, other: other.id } });
    });
  },
});

/** Whether one rule is about everything that another is about, and asks for as much. */
function covers(one: PolicyRule, other: PolicyRule): boolean {
  if (!isAboutAll(one.when ?? {}, other.when ?? {})) return false;
  const { authors, approvals } = other;
  if (authors && !(one.authors && isWithin(one.authors, authors))) return false;
  if (!approvals) return true;
  const more = one.approvals;
  if (!more || more.count < approvals.count || !isWithin(more.from, approvals.from)) return false;
  return more.trust === 'reviews' || approvals.trust !== 'reviews';
}

function isAboutAll(one: PolicyCondition, other: PolicyCondition): boolean {
  const isFree = Object.keys(one).length === 0;
  const mayGovern = other.changes ? other.changes.includes('governance') : Object.keys(other).length === 0;
  // The files that govern are in no environment and of no type: only a rule that names them, or is about everything, is about them.
  if (mayGovern && !isFree && !one.changes?.includes('governance')) return false;
  return (['environments', 'changes', 'types', 'criticality', 'flags'] as const).every((field) => {
    const [wide, narrow] = [one[field], other[field]] as readonly (readonly string[] | undefined)[];
    return wide === undefined || (narrow !== undefined && isWithin(narrow, wide));
  });
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((name) => all.includes(name));
}
