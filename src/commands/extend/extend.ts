import { extendEdits } from '../../change/lifecycle-edits.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { parseInstant } from '../../evaluate/dates.ts';
import { changeFlag, type ChangeOptions, type ChangeReport, type Subject } from '../../workspace/change-flag.ts';
import type { Host } from '../../workspace/host.ts';

export interface ExtendOptions extends ChangeOptions {
  /** The new last day: an ISO 8601 date. */
  readonly until: string;
  readonly why: string;
}

/** Moves the end of a flag to a later date, and records why. See `changeFlag`. */
export function extend(host: Host, flag: string, options: ExtendOptions): Promise<ChangeReport> {
  const now = host.clock.now().getTime();
  const { until } = options;
  const why = options.why.trim();
  return changeFlag(host, 'extend', flag, options, (subject) => {
    const end = parseInstant(until, 'end');
    if (end === undefined) throw new UserError(`"${until}" is not a date`, 'write --until as 2026-12-31');
    if (end <= now) throw new UserError(`${until} is over already`, 'name a day that is yet to come');
    // Characters count as the schema counts them.
    if ([...why].length < 10)
      throw new UserError('the reason is too short', 'write at least 10 characters: --reason "…"');
    refuseEarlier(subject, end, until);
    return {
      edits: extendEdits(subject.document.value, isoDate(now), until, why),
      subject: `Extend ${flag} to ${until}`,
    };
  });
}

function refuseEarlier({ flag }: Subject, end: number, until: string): void {
  if (flag.expires === undefined) {
    throw new UserError(
      `${flag.key} has no expiry that could be moved`,
      `flagwright reviewed ${flag.key} says that it was reviewed`,
    );
  }
  const present = parseInstant(flag.expires, 'end');
  if (present === undefined) throw new UserError(`its expiry is not a date: "${flag.expires}"`, 'correct it first');
  if (end > present) return;
  const when = end === present ? `expires on ${until} already` : `expires on ${flag.expires}, which is later`;
  throw new UserError(`${flag.key} ${when}`, 'name a later day; to end it sooner, edit `expires`');
}
