import type { ErrorObject } from 'ajv';
import type { Fix, Path } from '../diagnostic/diagnostic.ts';
import { alternatives } from '../diagnostic/suggest.ts';
import type { Document } from '../source/document.ts';
import { nodeAt } from '../source/locate.ts';
import { spanOf, type ScalarNode } from '../source/node.ts';
import { kindOf, nameOf, typeName } from './wording.ts';

interface ExplainedType {
  readonly message: string;
  readonly help: string;
  readonly fix?: Fix;
}

const yes = /^(on|yes|y)$/i;
const no = /^(off|no|n)$/i;

const examplesOf: Readonly<Record<string, string>> = {
  string: 'write one text, on the same line',
  number: 'write a number without quotes',
  integer: 'write a whole number without quotes',
  boolean: 'write true or false, without quotes',
  array: 'write [a, b], or one entry a line after "- "',
  object: 'write name: value below it, indented',
};

/** A value of the wrong type: what was wanted, what is there, and how to write it right. */
export function explainType(document: Document, error: ErrorObject, path: Path): ExplainedType {
  const wanted = [error.params.type as string | string[]].flat();
  const { data } = error;
  const message = `${nameOf(path)} must be ${alternatives(wanted.map(typeName))}, not ${kindOf(data)}`;
  if (data === null || data === undefined) return { message, help: 'write a value, or remove the field' };
  const node = nodeAt(document.root, path);
  const plain = node?.kind === 'scalar' && node.style === 'plain' && !node.alias ? node : undefined;
  const source = plain ? document.text.slice(plain.start, plain.end) : undefined;
  if (wanted.includes('string') && (typeof data === 'number' || typeof data === 'boolean')) {
    const quoted = JSON.stringify(source ?? String(data));
    return { message, help: `put it in quotes: ${quoted}`, ...(wanted.length === 1 && fixed(plain, quoted)) };
  }
  if (wanted.includes('boolean') && typeof data === 'string' && (yes.test(data) || no.test(data))) {
    const value = yes.test(data) ? 'true' : 'false';
    return { message, help: `write ${value}; ${data} is text in YAML 1.2`, ...fixed(plain, value) };
  }
  const [first = ''] = wanted;
  const help = wanted.map((type) => examplesOf[type] ?? `write ${typeName(type)}`).join('; or ');
  const items = (error.parentSchema as { items?: { type?: unknown } } | undefined)?.items;
  if (first === 'array' && wanted.length === 1 && items?.type === 'string' && source && /^[\w.@-]+$/.test(source)) {
    return { message, help: `write [${source}]`, ...fixed(plain, `[${source}]`) };
  }
  return { message, help };
}

function fixed(node: ScalarNode | undefined, text: string): { fix?: Fix } {
  return node ? { fix: { title: `write ${text}`, edits: [{ span: spanOf(node), text }] } } : {};
}
