import type { Rule } from '../rule.ts';
import { ambiguousScalar } from './ambiguous-scalar.ts';
import { attributeType } from './attribute-type.ts';
import { conflictingFlags } from './conflicting-flags.ts';
import { contradictoryCondition } from './contradictory-condition.ts';
import { createdInFuture } from './created-in-future.ts';
import { createdMoved } from './created-moved.ts';
import { duplicateField } from './duplicate-field.ts';
import { duplicateKey } from './duplicate-key.ts';
import { duplicateRule } from './duplicate-rule.ts';
import { expired } from './expired.ts';
import { expiringSoon } from './expiring-soon.ts';
import { extendedTooOften } from './extended-too-often.ts';
import { extensionWithoutReason } from './extension-without-reason.ts';
import { expiryTooFar } from './expiry-too-far.ts';
import { fallbackCycle } from './fallback-cycle.ts';
import { fallbackUnavailable } from './fallback-unavailable.ts';
import { fileTooLarge } from './file-too-large.ts';
import { invalidJsonlogic } from './invalid-jsonlogic.ts';
import { invalidKey } from './invalid-key.ts';
import { invalidSemver } from './invalid-semver.ts';
import { invalidValue } from './invalid-value.ts';
import { invertedSchedule } from './inverted-schedule.ts';
import { keyMismatch } from './key-mismatch.ts';
import { keyStyle } from './key-style.ts';
import { linkedFile } from './linked-file.ts';
import { missingExpiry } from './missing-expiry.ts';
import { missingField } from './missing-field.ts';
import { missingOtherwise } from './missing-otherwise.ts';
import { mixedVariantTypes } from './mixed-variant-types.ts';
import { ownerWithoutMembers } from './owner-without-members.ts';
import { pointlessPolicyRule } from './pointless-policy-rule.ts';
import { prerequisiteCycle } from './prerequisite-cycle.ts';
import { prerequisiteDisabled } from './prerequisite-disabled.ts';
import { prerequisiteExpiresFirst } from './prerequisite-expires-first.ts';
import { retiredSystem } from './retired-system.ts';
import { reviewOverdue } from './review-overdue.ts';
import { segmentCycle } from './segment-cycle.ts';
import { staleFlag } from './stale-flag.ts';
import { suppressionWithoutReason } from './suppression-without-reason.ts';
import { undeclaredFlag } from './undeclared-flag.ts';
import { tooFewApprovers } from './too-few-approvers.ts';
import { unknownAttribute } from './unknown-attribute.ts';
import { unknownEnvironment } from './unknown-environment.ts';
import { unknownFallback } from './unknown-fallback.ts';
import { unknownField } from './unknown-field.ts';
import { unknownOwner } from './unknown-owner.ts';
import { unknownPrerequisite } from './unknown-prerequisite.ts';
import { unknownRole } from './unknown-role.ts';
import { unknownSegment } from './unknown-segment.ts';
import { unknownSystem } from './unknown-system.ts';
import { unknownTeam } from './unknown-team.ts';
import { unknownVariant } from './unknown-variant.ts';
import { unreachableRule } from './unreachable-rule.ts';
import { unreadableFile } from './unreadable-file.ts';
import { unusedFlag } from './unused-flag.ts';
import { unusedSegment } from './unused-segment.ts';
import { unusedSuppression } from './unused-suppression.ts';
import { wrongType } from './wrong-type.ts';
import { yamlSyntax } from './yaml-syntax.ts';
import { zeroWeights } from './zero-weights.ts';

/** Every rule, in the order of `explain --all`. */
export const rules: readonly Rule[] = [
  yamlSyntax,
  duplicateField,
  unknownField,
  missingField,
  wrongType,
  invalidValue,
  ambiguousScalar,
  unreadableFile,
  fileTooLarge,
  linkedFile,
  duplicateKey,
  keyMismatch,
  invalidKey,
  keyStyle,
  unknownOwner,
  ownerWithoutMembers,
  unknownTeam,
  unknownRole,
  tooFewApprovers,
  pointlessPolicyRule,
  missingExpiry,
  expired,
  expiringSoon,
  expiryTooFar,
  createdInFuture,
  createdMoved,
  extendedTooOften,
  extensionWithoutReason,
  reviewOverdue,
  staleFlag,
  unknownPrerequisite,
  unknownVariant,
  prerequisiteCycle,
  prerequisiteDisabled,
  prerequisiteExpiresFirst,
  conflictingFlags,
  unknownFallback,
  fallbackUnavailable,
  fallbackCycle,
  unknownSystem,
  retiredSystem,
  unknownEnvironment,
  unknownSegment,
  segmentCycle,
  unusedSegment,
  unreachableRule,
  duplicateRule,
  zeroWeights,
  missingOtherwise,
  contradictoryCondition,
  invertedSchedule,
  invalidSemver,
  unknownAttribute,
  attributeType,
  mixedVariantTypes,
  invalidJsonlogic,
  unusedFlag,
  undeclaredFlag,
  unusedSuppression,
  suppressionWithoutReason,
];
