import { alternatives } from '../../diagnostic/suggest.ts';
import { UserError } from '../../diagnostic/user-error.ts';

/** What an agent asks of one flag. */
export interface ChangeArguments {
  readonly flag: string;
  readonly action: 'enable' | 'disable' | 'rollout' | 'extend' | 'reviewed' | 'retire';
  readonly environments?: readonly string[] | undefined;
  readonly weights?: string | undefined;
  readonly rule?: string | undefined;
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
  readonly into?: string | undefined;
  readonly expectVersion?: number | undefined;
  readonly commit?: { readonly branch?: string | undefined; readonly message?: string | undefined } | undefined;
}

type Name = Exclude<keyof ChangeArguments, 'flag' | 'action' | 'expectVersion'>;

/** What goes with each action beside `commit` and, where there is one, `reason`. */
const takes: Readonly<Record<ChangeArguments['action'], { needs: readonly Name[]; may: readonly Name[] }>> = {
  enable: { needs: ['environments'], may: [] },
  disable: { needs: ['environments'], may: [] },
  rollout: { needs: ['environments', 'weights'], may: ['rule'] },
  extend: { needs: ['until', 'reason'], may: [] },
  reviewed: { needs: [], may: [] },
  retire: { needs: ['commit'], may: ['into'] },
};

const names: readonly Name[] = ['environments', 'weights', 'rule', 'until', 'reason', 'into', 'commit'];

/** @throws UserError for an argument that the action needs and does not have, or has and does not take */
export function requireFitting(asked: ChangeArguments): void {
  const { action } = asked;
  const { needs, may } = takes[action];
  const given = names.filter((name) => asked[name] !== undefined);
  const missing = needs.filter((name) => !given.includes(name));
  if (missing.length > 0) {
    throw new UserError(`${action} needs ${alternatives(missing, 'and')}`, `call again with ${missing.join(', ')}`);
  }
  const allowed: readonly Name[] = [...needs, ...may, 'commit', ...(asked.commit ? (['reason'] as const) : [])];
  const [odd] = given.filter((name) => !allowed.includes(name));
  if (odd === undefined) return;
  throw new UserError(
    odd === 'reason' ? 'reason only applies to a commit' : `${odd} does not go with ${action}`,
    odd === 'reason' ? 'add commit, or leave reason out' : `leave ${odd} out`,
  );
}
