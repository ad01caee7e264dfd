import type { FlagState } from '../../workspace/flag-state.ts';
import type { Style } from '../style.ts';

/** States in the words that people read. */
export const stateNames: Readonly<Record<FlagState, string>> = {
  on: 'on',
  partly: 'partly on',
  expired: 'expired',
  blocked: 'blocked',
  off: 'off',
};

export function statePaint(state: FlagState | undefined, { paint }: Style): (text: string) => string {
  if (state === 'on') return paint.green;
  if (state === 'partly') return paint.yellow;
  if (state === 'expired' || state === 'blocked') return paint.red;
  return paint.dim;
}
