import { parseComparator, parseVersion } from '../../evaluate/semver.ts';
import { eachPart, pathOfSteps } from '../../model/condition-parts.ts';
import { spanAt } from '../../source/document.ts';
import { rulesFor } from '../example-rules.ts';
import { fileRule } from '../rule.ts';
import { pathOf, writtenConditions } from '../targeting.ts';

export const invalidSemver = fileRule({
  id: 'invalid-semver',
  group: 'targeting',
  summary: 'What comes after semver is not one comparator: an operator and a version.',
  why: 'A flag with such a test cannot be evaluated at all: everybody gets its onFailure variant. Ranges as npm has them mean something else to flagd and to every other engine.',
  severity: 'error',
  kinds: ['flag', 'segment'],
  messages: {
    invalid: {
      text: '"{text}" is not an operator and a version',
      label: 'not one comparator',
      help: 'write =, !=, <, <=, >, >=, ^ (same major) or ~ (same major and minor), then a version: ">=2.1.0"',
    },
    range: {
      text: '"{text}" is a range as npm has it, not one comparator',
      label: 'not one comparator',
      help: 'write one comparator in each test, and join the tests with all or any',
    },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': rulesFor('{ attribute: appVersion, semver: "2.1.0" }') }, message: 'invalid' },
      { flags: { 'fast-search': rulesFor('{ attribute: appVersion, semver: "=>2.1.0" }') }, message: 'invalid' },
      { flags: { 'fast-search': rulesFor('{ attribute: appVersion, semver: ">=2.01" }') }, message: 'invalid' },
      { flags: { 'fast-search': rulesFor('{ attribute: appVersion, semver: "1.x || 2" }') }, message: 'range' },
      { flags: { 'fast-search': rulesFor('{ not: { attribute: appVersion, semver: ">=1 <2" } }') }, message: 'range' },
    ],
    good: [
      { flags: { 'fast-search': rulesFor('{ attribute: appVersion, semver: ">=2.1.0" }') } },
      {
        flags: {
          'fast-search': rulesFor('{ any: [{ attribute: app, semver: "^v1" }, { attribute: app, semver: "~2.0" }] }'),
        },
      },
    ],
  },
  check({ document, report }) {
    for (const written of writtenConditions(document)) {
      eachPart(written.condition, ({ attribute, semver: text }, steps) => {
        if (typeof attribute !== 'string' || typeof text !== 'string' || parseComparator(text)) return;
        const at = [...pathOfSteps(pathOf(written), steps), 'semver'];
        const corrected = correctOperator(text);
        const edits = corrected ? [{ span: spanAt(document, at), text: JSON.stringify(corrected) }] : [];
        report(at, {
          message: isRange(text) ? 'range' : 'invalid',
          data: { text: text.length > 60 ? `${text.slice(0, 60)}…` : text },
          help: corrected ? `write "${corrected}"` : isRange(text) ? rangeHelp(attribute, text) : helpFor(text),
          fix: corrected ? { title: `write ${corrected}`, edits } : undefined,
        });
      });
    }
  },
});

/** Spellings of operators that leave no doubt. */
const misspelt: Readonly<Record<string, string>> = {
  '=>': '>=', '=<': '<=', '==': '=', '===': '=', '!==': '!=', '<>': '!=', '≥': '>=', '≤': '<=', '≠': '!=',
}; // prettier-ignore

function correctOperator(text: string): string | undefined {
  const [, operator = '', version = ''] = /^\s*([^\sv\d]{1,3})\s*(\S{1,100})\s*$/.exec(text) ?? [];
  const meant = Object.hasOwn(misspelt, operator) ? misspelt[operator]! : operator;
  return parseComparator(meant + version) ? meant + version : undefined;
}

function helpFor(text: string): string | undefined {
  if (text.length <= 60 && parseVersion(text)) {
    return `write "=${text}" for this version alone, or ">=${text}" for it and all later ones`;
  }
  if (!/^(=|!=|<=?|>=?|~|\^) *\S+$/.test(text)) return undefined;
  return 'a version is up to three numbers without leading zeros, such as 2, 2.1 or 2.1.0-rc.1';
}

function isRange(text: string): boolean {
  return /\|\||[\d*xX]\s+\S|^\S*[*xX]$/.test(text.slice(0, 1000)) || text.trim() === '*';
}

/** The same range in tests of ours, where that is certain. */
function rangeHelp(attribute: string, text: string): string | undefined {
  if (text.length > 60) return undefined;
  if (/^\s*[*xX]\s*$/.test(text)) return 'write ">=0.0.0-0" for any version';
  const alternatives = text.split('||').map((part) => part.trim().split(/\s+/).map(toComparator));
  const tests = alternatives.map((comparators) => {
    const each = comparators.map((comparator) => `{ attribute: ${attribute}, semver: "${comparator}" }`);
    return each.length > 1 ? `{ all: [${each.join(', ')}] }` : (each[0] ?? '');
  });
  if (alternatives.flat().includes(undefined)) return undefined;
  return `write ${tests.length > 1 ? `any: [${tests.join(', ')}]` : tests.join('')}`;
}

/** One part of an npm range as a comparator of the same meaning; npm's own `^` and `~` mean something narrower. */
function toComparator(part: string): string | undefined {
  const [, major, minor, patch] = /^(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?$/.exec(part) ?? [];
  const isNumber = (text: string | undefined): boolean => text !== undefined && /^\d/.test(text);
  let comparator = part;
  if (major !== undefined) {
    if (!isNumber(minor)) comparator = isNumber(patch) ? '' : `^${major}`;
    else comparator = isNumber(patch) ? `=${part}` : `~${major}.${minor}`;
  } else if (/^[~^]/.test(part)) return undefined;
  return parseComparator(comparator) ? comparator : undefined;
}
