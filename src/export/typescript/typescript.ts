import type { FlagDefinition } from '../../evaluate/definition.ts';
import { escapeUnseen } from '../escape-unseen.ts';
import type { EngineExport, ExportInput } from '../exported.ts';
import { flagFacts } from '../facts.ts';
import { flagValues } from '../flag-values.ts';
import { provenanceComment } from '../provenance-fields.ts';
import { contextType } from './context-type.ts';
import { docComment, literal, valueType } from './type-text.ts';

/** The flags as types of TypeScript, documented, for code that asks for them. */
export function typesFile(input: ExportInput): EngineExport {
  const { keys, definitions, source } = input;
  const flags = keys.map((key) => definitions.flags.get(key)!);
  const sections = [
    [
      '/** The value of every flag by its key. */',
      'export interface FlagValues {',
      ...flags.flatMap((flag) => [
        ...documentation(flag),
        `  ${literal(flag.key)}: ${valueType(Object.values(flagValues(flag).variants))};`,
      ]),
      '}',
    ],
    [
      '/** The variants of every flag. */',
      'export interface FlagVariants {',
      ...flags.map(
        (flag) => `  ${literal(flag.key)}: ${Object.keys(flagValues(flag).variants).map(literal).join(' | ')};`,
      ),
      '}',
    ],
    ['/** The key of a flag. */', 'export type FlagKey = keyof FlagValues;'],
    contextType(source.context),
  ];
  const text = sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
  const statements = keys.map((key) => ({ key, support: 'exact', reasons: [] }) as const);
  return { document: escapeUnseen(`${provenanceComment(input, '//')}\n${text}`), statements };
}

function documentation(flag: FlagDefinition): string[] {
  const { description = '', type, owner, expires } = flagFacts(flag);
  const facts = [type && `Type: ${type}.`, owner && `Owner: ${owner}.`, expires && `Expires: ${expires}.`];
  return docComment([description, facts.filter(Boolean).join(' ')], '  ');
}
