import type { Rule } from '../rule.ts';
import { conflictingFlags } from './conflicting-flags.ts';
import { fallbackUnavailable } from './fallback-unavailable.ts';
import { prerequisiteCycle } from './prerequisite-cycle.ts';
import { prerequisiteDisabled } from './prerequisite-disabled.ts';
import { prerequisiteExpiresFirst } from './prerequisite-expires-first.ts';
import { retiredSystem } from './retired-system.ts';
import { segmentCycle } from './segment-cycle.ts';
import { suppressionWithoutReason } from './suppression-without-reason.ts';
import { unknownEnvironment } from './unknown-environment.ts';
import { unknownFallback } from './unknown-fallback.ts';
import { unknownPrerequisite } from './unknown-prerequisite.ts';
import { unknownSegment } from './unknown-segment.ts';
import { unknownSystem } from './unknown-system.ts';
import { unknownVariant } from './unknown-variant.ts';
import { unusedSegment } from './unused-segment.ts';
import { unusedSuppression } from './unused-suppression.ts';

/** Every rule, in the order of `explain --all`. */
export const rules: readonly Rule[] = [
  unknownPrerequisite,
  unknownVariant,
  prerequisiteCycle,
  prerequisiteDisabled,
  prerequisiteExpiresFirst,
  conflictingFlags,
  unknownFallback,
  fallbackUnavailable,
  unknownSystem,
  retiredSystem,
  unknownEnvironment,
  unknownSegment,
  segmentCycle,
  unusedSegment,
  suppressionWithoutReason,
  unusedSuppression,
];
