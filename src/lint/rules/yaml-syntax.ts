import { syntaxMessages, type SyntaxKind } from '../../source/syntax-messages.ts';
import { sourceRule, type Example } from '../rule.ts';

/** A bad example: a flag with this text in it, and the message about it. */
function bad(message: SyntaxKind, body: string): Example {
  return { flags: { 'fast-search': body }, message };
}

/** As `bad`, where the text must be the beginning of the file. */
function whole(message: SyntaxKind, content: string): Example {
  return { files: { 'fast-search.flag.yaml': content }, message };
}

export const yamlSyntax = sourceRule<SyntaxKind>({
  id: 'yaml-syntax',
  group: 'yaml and schema',
  summary: 'The file is not well-formed YAML.',
  why: 'Nobody can say what a broken file means, so no tool and no client acts on it. Its other problems are shown once it can be read.',
  severity: 'error',
  messages: syntaxMessages,
  examples: {
    bad: [
      bad('tab-indentation', 'affects:\n\t- web\n'),
      bad('wrong-indentation', 'load:\n    peak: 1200\n  unit: rps\n'),
      bad('too-little-indentation', 'seed: "fast\nsearch"\n'),
      bad('misaligned-entry', 'affects:\n  - "web"\n   - "shop"\n'),
      bad('field-without-colon', 'seed\n'),
      bad('colon-without-space', '"seed":search\n'),
      bad('colon-without-space', 'seed:search\ntags: [search]\n'),
      bad('merge-conflict', '<<<<<<< HEAD\nseed: search\n=======\nseed: fast-search\n>>>>>>> faster-search\n'),
      bad('second-colon', 'seed: search: fast\n'),
      bad('unclosed-bracket', 'affects: [web\n'),
      bad('stray-bracket', 'affects: [web]]\n'),
      bad('missing-comma', 'affects: ["web" "shop"]\n'),
      bad('stray-comma', 'affects: [, web]\n'),
      bad('unclosed-quote', 'seed: "search\n'),
      bad('text-after-quote', "seed: 'search' again\n"),
      bad('unknown-escape', 'seed: "fast\\search"\n'),
      bad('reserved-character', 'seed: @search\n'),
      bad('block-header', 'seed: >search\n'),
      bad('inline-mapping', 'load: &load peak: 1200\n'),
      bad('nameless-anchor', 'seed: & search\n'),
      whole('out-of-place', '- seed: search\nkey: fast-search\n'),
      bad('second-document', 'seed: search\n---\nseed: search\n'),
      whole('end-marker', '...\nseed: search\n'),
      whole('directive', '%YAML 1.2\n---\nseed: search\n'),
      bad('tag', 'seed: !secret search\n'),
      bad('unknown-anchor', 'seed: *search\n'),
      bad('alias-within-itself', 'affects: &systems [*systems]\n'),
      whole('too-many-aliases', `a: &a [${'x, '.repeat(100)}x]\nb: [${'*a, '.repeat(100)}*a]\n`),
      bad('too-deep', `seed: ${'['.repeat(70)}${']'.repeat(70)}\n`),
      bad('no-field-name', '? [seed]\n: search\n'),
      bad('carriage-return', 'seed: search\rtags: [search]\n'),
      bad('byte-order-mark', 'seed: \uFEFFsearch\n'),
      bad('control-character', 'seed: "\u0007"\n'),
      bad('other', 'seed: &one &two search\n'),
      { others: { 'fast-search.flag.yaml': 'latin-1' }, message: 'not-utf-8' },
      { others: { 'fast-search.flag.yaml': 'crowded' }, message: 'too-many-values' },
    ],
    good: [
      { flags: { 'fast-search': 'load: {\n \tpeak: 1200, unit: rps\n \t}\n' } },
      { flags: { 'fast-search': 'affects:\n  - web\nseed: "search: fast"\nbucketBy: accountId # a comment\n' } },
    ],
  },
});
