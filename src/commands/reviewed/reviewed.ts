import { reviewEdits } from '../../change/lifecycle-edits.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { changeFlag, type ChangeOptions, type ChangeReport } from '../../workspace/change-flag.ts';
import type { Host } from '../../workspace/host.ts';

/** Says that a flag was reviewed today. See `changeFlag`. */
export function reviewed(host: Host, flag: string, options: ChangeOptions): Promise<ChangeReport> {
  const today = isoDate(host.clock.now().getTime());
  return changeFlag(host, 'reviewed', flag, options, ({ document, flag: { review } }) => {
    if (!review) throw new UserError(`${flag} is not under review`, 'write how often it is: review: { every: 180d }');
    return { edits: reviewEdits(document.value, today), subject: `Review ${flag}` };
  });
}
