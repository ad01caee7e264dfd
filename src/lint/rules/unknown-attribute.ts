import { attributeUses } from '../attribute-uses.ts';
import { manifestWith, rulesFor } from '../example-rules.ts';
import { fileRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';

const declared = manifestWith('context:\n  attributes:\n    country: { type: string }\n    orders: { type: number }\n');
const dropped = manifestWith('context:\n  unknown: drop\n  attributes:\n    country: { type: string }\n');
const allowed = manifestWith('context:\n  unknown: allow\n  attributes:\n    country: { type: string }\n');

export const unknownAttribute = fileRule({
  id: 'unknown-attribute',
  group: 'targeting',
  summary: 'An attribute is used that the manifest does not declare.',
  why: 'A test of an attribute that no context has is false for everybody, without an error. If flagwright.yaml declares under `context` what contexts hold, a misspelt name is found before anybody misses the feature.',
  severity: 'error',
  severityNote: 'error where `unknown` is drop, warning where it is warn; with allow the rule says nothing',
  kinds: ['flag', 'segment', 'spec'],
  messages: {
    unknown: {
      text: 'attribute "{name}" is not declared in flagwright.yaml',
      label: 'not under context, attributes',
      help: 'declare it in flagwright.yaml: {name}: { type: string }; or use an attribute that is declared',
    },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': rulesFor('{ attribute: contry, equals: DE }') }, files: declared },
      { flags: { 'fast-search': 'bucketBy: [account, targetingKey]\n' }, files: dropped },
      {
        flags: { 'fast-search': '' },
        files: {
          ...declared,
          'fast-search.spec.yaml':
            'flag: fast-search\ncases:\n  - name: a customer\n    environment: production\n    context: { targetingKey: u-1, order: 3 }\n    expect: { variant: on }\n',
        },
      },
    ],
    good: [
      { flags: { 'fast-search': rulesFor('{ attribute: country, equals: DE }') }, files: declared },
      { flags: { 'fast-search': rulesFor('{ attribute: plan, equals: pro }') }, files: allowed },
      { flags: { 'fast-search': rulesFor('{ attribute: targetingKey, equals: u-1 }') }, files: dropped },
      { flags: { 'fast-search': rulesFor('{ attribute: plan, equals: pro }') } },
    ],
  },
  check({ document, kind, declaration, report }) {
    if (!declaration || declaration.unknown === 'allow') return;
    const { attributes, unknown } = declaration;
    const suggest = suggestions();
    const known = new Set(Object.keys(attributes));
    for (const { name, path, part } of attributeUses(document, kind)) {
      if (name === 'targetingKey' || known.has(name)) continue;
      const severity = unknown === 'drop' ? 'error' : 'warning';
      report(path, { message: 'unknown', data: { name }, part, severity, help: suggest(name, known) });
    }
  },
});
