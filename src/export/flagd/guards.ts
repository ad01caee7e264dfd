/**
 * Tests of the type of a value, which JsonLogic does not have: a comparison with an absent value, or with one of another
 * type, is true, or an error, depending on the engine. These never fail, whatever the value is.
 */
import { all, any, not, SharedPart, type Logic } from './logic.ts';

export const equal = (a: Logic, b: Logic): Logic => ({ '===': [a, b] });
export const differ = (a: Logic, b: Logic): Logic => ({ '!==': [a, b] });

/** `starts_with` gives null for what is not a string. */
export const isString = (value: Logic): Logic => ({ starts_with: [value, ''] });

/**
 * A value that is not a string, boolean or null is a number if it is in the list made of it (lists are taken apart) and its
 * text begins with what comes before a colon in the character table: a digit or a minus, as `[object` does not.
 */
const isNumberIfNoOther = (value: Logic): Logic =>
  all([{ in: [value, { merge: [value] }] }, { '<': [{ cat: [value, ''] }, ':'] }]);

export function isNumber(name: string, value: Logic): Logic {
  return new SharedPart(`number ${name}`, () =>
    all([
      differ(value, null),
      not(isString(value)),
      differ(value, true),
      differ(value, false),
      isNumberIfNoOther(value),
    ]),
  );
}

/** Whether a value decides a split: a string that is not empty, a number or a boolean. */
export function isBucketingValue(name: string, value: Logic): Logic {
  return new SharedPart(`bucketing ${name}`, () => {
    const kinds = [isString(value), equal(value, true), equal(value, false), isNumberIfNoOther(value)];
    return all([differ(value, null), differ(value, ''), any(kinds)]);
  });
}

/** flagd also takes a capital V, two of them, and blanks around a version; we do not. */
export function isPlainVersion(name: string, value: Logic): Logic {
  return new SharedPart(`version ${name}`, () => {
    const prefixes = ['V', 'vv', 'vV'].map((prefix) => not({ starts_with: [value, prefix] }));
    return all([isString(value), not({ in: [' ', value] }), ...prefixes]);
  });
}
