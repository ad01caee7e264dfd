import type { Risk } from '../risk.ts';
import { approvalsMissing } from './approvals-missing.ts';
import { cascade } from './cascade.ts';
import { concurrentChange } from './concurrent-change.ts';
import { dormantDependent } from './dormant-dependent.ts';
import { drifted } from './drifted.ts';
import { experimentInterrupted } from './experiment-interrupted.ts';
import { expiredTarget } from './expired-target.ts';
import { exposureJump } from './exposure-jump.ts';
import { fallbackCapacity } from './fallback-capacity.ts';
import { fallbackLegacy } from './fallback-legacy.ts';
import { fallbackUnavailable } from './fallback-unavailable.ts';
import { freeze } from './freeze.ts';
import { invalidResult } from './invalid-result.ts';
import { irreversible } from './irreversible.ts';
import { missingPrerequisite } from './missing-prerequisite.ts';
import { newConflict } from './new-conflict.ts';
import { releasedConflict } from './released-conflict.ts';
import { rollbackChecks } from './rollback-checks.ts';
import { staleTarget } from './stale-target.ts';

/** The catalogue: every risk that a rollback is looked at for. */
export const risks: readonly Risk[] = [
  cascade,
  dormantDependent,
  releasedConflict,
  newConflict,
  missingPrerequisite,
  fallbackUnavailable,
  fallbackLegacy,
  fallbackCapacity,
  irreversible,
  rollbackChecks,
  exposureJump,
  experimentInterrupted,
  staleTarget,
  drifted,
  expiredTarget,
  invalidResult,
  freeze,
  approvalsMissing,
  concurrentChange,
];
