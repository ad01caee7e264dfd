/**
 * The tests of types that `flagwright export flagd` puts around comparisons. Together with what they guard they mean what
 * one of our tests means.
 */
import { attributeOf, isSameLogic, operationOf, type ImportedLogic } from './logic.ts';

const isString = (value: ImportedLogic): ImportedLogic => ({ starts_with: [value, ''] });
const differs = (value: ImportedLogic, other: ImportedLogic): ImportedLogic => ({ '!==': [value, other] });

const isNumberIfNoOther = (value: ImportedLogic): readonly ImportedLogic[] => [
  { in: [value, { merge: [value] }] },
  { '<': [{ cat: [value, ''] }, ':'] },
];

const numberGuard = (value: ImportedLogic): ImportedLogic => ({
  and: [differs(value, null), { '!': [isString(value)] }, differs(value, true), differs(value, false), ...isNumberIfNoOther(value)], // prettier-ignore
});

const versionGuard = (value: ImportedLogic): ImportedLogic => ({
  and: [isString(value), { '!': [{ in: [' ', value] }] }, ...['V', 'vv', 'vV'].map((prefix) => ({ '!': [{ starts_with: [value, prefix] }] }))], // prettier-ignore
});

const bucketingGuard = (value: ImportedLogic): ImportedLogic => ({
  and: [
    differs(value, null),
    differs(value, ''),
    { or: [isString(value), { '===': [value, true] }, { '===': [value, false] }, { and: isNumberIfNoOther(value) }] },
  ],
});

/** The attribute that a guard asks to be a number. */
export const numberGuarded = (logic: ImportedLogic): string | undefined => guarded(logic, numberGuard);

/** The attribute that a guard asks to be a text that can be read as a version. */
export const versionGuarded = (logic: ImportedLogic): string | undefined => guarded(logic, versionGuard);

/** The attributes of which a guard asks that one decides a split. */
export function bucketingGuarded(logic: ImportedLogic): readonly string[] | undefined {
  const either = operationOf(logic);
  const parts = either?.name === 'or' ? either.args : [logic];
  const names = parts.map((part) => guarded(part, bucketingGuard));
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** Whether logic is one of these tests as a whole. */
export const isGuard = (logic: ImportedLogic): boolean =>
  numberGuarded(logic) !== undefined || versionGuarded(logic) !== undefined || bucketingGuarded(logic) !== undefined;

/** Whether logic asks if an attribute decides a split. */
export const isBucketingGuard = (logic: ImportedLogic, attribute: string): boolean =>
  isSameLogic(logic, bucketingGuard({ var: attribute }));

function guarded(logic: ImportedLogic, guard: (value: ImportedLogic) => ImportedLogic): string | undefined {
  const parts = operationOf(logic);
  if (parts?.name !== 'and') return undefined;
  const name = attributeOf(operationOf(parts.args[0])?.args[0]);
  return name !== undefined && isSameLogic(logic, guard({ var: name })) ? name : undefined;
}
