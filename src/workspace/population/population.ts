import { UserError } from '../../diagnostic/user-error.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import { csvContexts } from './csv.ts';
import { jsonContexts, jsonLineContexts } from './json.ts';

/** `jsonl`: one JSON object a line. */
export type PopulationFormat = 'csv' | 'json' | 'jsonl';

const readers: Readonly<Record<PopulationFormat, (text: string) => Iterable<EvaluationContext>>> = {
  csv: csvContexts,
  json: jsonContexts,
  jsonl: jsonLineContexts,
};

/**
 * The contexts of a population, read one by one, so that memory does not grow with them; it can be gone through again.
 * Going through it throws a UserError that names the line of what cannot be read.
 *
 * CSV is that of RFC 4180: a header with the names of the attributes, then a context a line. `true` and `false` are
 * booleans, and what JSON would write in the same way is a number (`10` and `2.5`, not `007`, `2.10` or `1e3`); anything
 * in quotes is text, and so is every targeting key. An empty value without quotes is an absent attribute.
 */
export function readPopulation(text: string, format: PopulationFormat): Iterable<EvaluationContext> {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  return {
    *[Symbol.iterator]() {
      let isEmpty = true;
      for (const context of readers[format](content)) {
        isEmpty = false;
        yield context;
      }
      if (isEmpty) throw new UserError('the population is empty', 'name a file with one context at least');
    },
  };
}

/** The format of a file by its name, or where that does not tell, by how its text begins. */
export function populationFormat(file: string, text: string): PopulationFormat {
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(jsonl|ndjson)$/i.test(file)) return 'jsonl';
  const [first] = /[^\s\ufeff]/.exec(text.slice(0, 1000)) ?? [];
  if (first === '{') return 'jsonl';
  return first === '[' || /\.json$/i.test(file) ? 'json' : 'csv';
}
