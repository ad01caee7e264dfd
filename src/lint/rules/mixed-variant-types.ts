import type { FlagFile } from '../../schema/generated/files.ts';
import { fileRule } from '../rule.ts';

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
};

export const mixedVariantTypes = fileRule({
  id: 'mixed-variant-types',
  group: 'targeting',
  summary: 'The variants of a flag have values of different types.',
  why: 'Code asks for a flag as one type. A user who gets a variant of another type gets a type mismatch and the default of the code, and nobody else notices.',
  severity: 'error',
  kinds: ['flag'],
  messages: {
    mixed: {
      text: 'variant "{name}" is {type}, but "{first}" is {wanted}',
      label: '{type}',
      help: 'give all variants values of one type, as code asks for the flag as one type',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'page-size': `variants: { small: 20, large: "100" }
off: small
environments: { production: { enabled: true, otherwise: large } }
`,
        },
      },
    ],
    good: [
      {
        flags: {
          'page-size': `variants: { small: 20, large: 100.5 }
off: small
environments: { production: { enabled: true, otherwise: large } }
`,
        },
      },
    ],
  },
  check({ document, report }) {
    const { variants } = document.value as FlagFile;
    if (!variants) return;
    const names = Object.keys(variants);
    const first = names[0] ?? '';
    const wanted = typeof variants[first];
    for (const name of names) {
      const value = variants[name];
      const type = typeof value;
      if (type === wanted) continue;
      const help = wanted === 'string' && type !== 'object' ? `put it in quotes: "${String(value)}"` : undefined;
      report(['variants', name], {
        message: 'mixed',
        data: { name, first, type: typeNames[type] ?? type, wanted: typeNames[wanted] ?? wanted },
        help,
        related: [
          { message: `${typeNames[wanted] ?? wanted}`, at: { file: document.file, path: ['variants', first] } },
        ],
      });
    }
  },
});
