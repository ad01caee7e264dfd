import type { Rule } from '../rule.ts';
import { contradictoryCondition } from './contradictory-condition.ts';
import { duplicateRule } from './duplicate-rule.ts';
import { invalidJsonlogic } from './invalid-jsonlogic.ts';
import { invalidSemver } from './invalid-semver.ts';
import { invertedSchedule } from './inverted-schedule.ts';
import { missingOtherwise } from './missing-otherwise.ts';
import { mixedVariantTypes } from './mixed-variant-types.ts';
import { suppressionWithoutReason } from './suppression-without-reason.ts';
import { unreachableRule } from './unreachable-rule.ts';
import { unusedSuppression } from './unused-suppression.ts';
import { zeroWeights } from './zero-weights.ts';

/** Every rule, in the order of `explain --all`. */
export const rules: readonly Rule[] = [
  // targeting
  unreachableRule,
  duplicateRule,
  zeroWeights,
  missingOtherwise,
  contradictoryCondition,
  invertedSchedule,
  invalidSemver,
  mixedVariantTypes,
  invalidJsonlogic,
  // suppression
  suppressionWithoutReason,
  unusedSuppression,
];
