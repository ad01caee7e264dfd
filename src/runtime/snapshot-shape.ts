import type { Shape } from './shape.ts';
import { aFlag, anything, aText, either, fieldsOf, listOf, mapOf, oneOf, textLike, tupleOf, wholeNumber } from './shape.ts'; // prettier-ignore

const commit = textLike(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'the id of a commit');
const instant = textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i, 'a date with time and zone');

/** Conditions are checked by compiling them. */
const condition = mapOf(anything, 1);

const weights = listOf(tupleOf(aText, wholeNumber(0)), 1);
const serving = either((value) => typeof value === 'string', anything, weights);

const rule = fieldsOf({ name: aText, serve: serving }, { when: condition, from: aText, until: aText });
const prerequisite = fieldsOf({ flag: aText }, { variant: listOf(aText) });

const flag = fieldsOf(
  {
    criticality: oneOf('low', 'medium', 'high', 'critical'),
    delivery: oneOf('always-fresh', 'cache-first', 'background-refresh'),
    variants: mapOf(anything, 1),
    off: aText,
    onFailure: aText,
    enabled: aFlag,
  },
  {
    type: aText,
    owner: aText,
    expires: aText,
    prerequisites: listOf(prerequisite),
    bucketBy: listOf(aText, 1),
    seed: aText,
    rules: listOf(rule),
    targeting: anything,
    otherwise: serving,
  },
);

/** What `schemas/output/snapshot.schema.json` says; a test holds the two together. */
export const snapshotShape: Shape = fieldsOf({
  format: oneOf(1),
  project: aText,
  environment: aText,
  version: wholeNumber(1),
  commit,
  previous: either((value) => value === null, anything, commit),
  author: aText,
  committedAt: instant,
  digest: textLike(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal'),
  context: either((value) => value === null, anything, mapOf(anything)),
  flags: mapOf(flag),
  segments: mapOf(fieldsOf({ when: condition })),
});
