import type { Path } from '../diagnostic/diagnostic.ts';
import type { AttributeTest, Condition } from '../evaluate/definition.ts';
import { bucketingAttributes } from '../evaluate/split.ts';
import { eachPart, pathOfSteps } from '../model/condition-parts.ts';
import type { FileKind } from '../model/file-kind.ts';
import { fields, list } from '../model/read.ts';
import type { FlagFile } from '../schema/generated/files.ts';
import type { Document } from '../source/document.ts';
import { pathOf, writtenConditions } from './targeting.ts';

/** A place of a file that speaks of an attribute of evaluation contexts. */
export interface AttributeUse {
  readonly name: string;
  /** Of the name, or of the value of a context. */
  readonly path: Path;
  readonly part: 'key' | 'value';
  /** The test that asks for it, and where that is. */
  readonly test?: { readonly written: AttributeTest; readonly path: Path };
  /** Its value in the context of a spec. */
  readonly value?: unknown;
}

/** Every use of an attribute in a flag, segment or spec, in file order. JsonLogic is left out. */
export function attributeUses(document: Document, kind: FileKind): AttributeUse[] {
  if (kind === 'spec') return inSpec(document.value);
  const uses: AttributeUse[] = [];
  const { bucketBy } = document.value as Partial<FlagFile>;
  if (bucketBy !== undefined) {
    bucketingAttributes(bucketBy).forEach((name, index) => {
      uses.push({ name, path: typeof bucketBy === 'string' ? ['bucketBy'] : ['bucketBy', index], part: 'value' });
    });
  }
  for (const written of writtenConditions(document)) inCondition(written.condition, pathOf(written), uses);
  return uses;
}

function inCondition(condition: Condition, start: Path, uses: AttributeUse[]): void {
  eachPart(condition, (part, steps) => {
    if (!('attribute' in part)) return;
    const written = part as unknown as AttributeTest;
    const path = pathOfSteps(start, steps);
    uses.push({ name: written.attribute, path: [...path, 'attribute'], part: 'value', test: { written, path } });
  });
}

function inSpec(value: unknown): AttributeUse[] {
  const { cases, populations } = fields(value);
  const contexts = Object.entries({ cases, populations }).flatMap(([name, parts]) =>
    list(parts).map((part, index) => ({ context: fields(fields(part).context), path: [name, index, 'context'] })),
  );
  return contexts.flatMap(({ context, path }) => inContext(context, path));
}

/** The attributes of a context, those of nested objects by their dotted names. */
function inContext(context: Readonly<Record<string, unknown>>, path: Path, prefix = ''): AttributeUse[] {
  return Object.entries(context).flatMap(([name, value]) => {
    const at = [...path, name];
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isNested) return inContext(fields(value), at, `${prefix}${name}.`);
    return [{ name: prefix + name, path: at, part: 'key' as const, value }];
  });
}
