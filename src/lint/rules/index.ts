import type { Rule } from '../rule.ts';
import { suppressionWithoutReason } from './suppression-without-reason.ts';
import { unusedSuppression } from './unused-suppression.ts';

/** Every rule, in the order of `explain --all`. */
export const rules: readonly Rule[] = [suppressionWithoutReason, unusedSuppression];
