import { UserError } from '../../diagnostic/user-error.ts';
import { blameFields, type BlamedField } from '../../history/blame.ts';
import type { DescribedVersion, Version } from '../../history/version.ts';
import { versionsOfFlag } from '../../workspace/flag-versions.ts';
import type { Host } from '../../workspace/host.ts';
import { openedHistory } from '../../workspace/opened-history.ts';

export interface BlameReport {
  readonly command: 'blame';
  readonly ok: true;
  readonly flag: string;
  /** Its number of versions, which is the newest's. */
  readonly version: number;
  /** In the order of the file. */
  readonly fields: readonly BlamedField<DescribedVersion>[];
  /** The newest version cannot be read, so the fields are those of the last that can be. */
  readonly unreadable: boolean;
  readonly incomplete: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Who set each field of a flag to what it is.
 * @throws UserError if there is no such flag, or no history
 */
export async function blame(host: Host, flag: string): Promise<BlameReport> {
  const { git, history } = await openedHistory(host);
  const versions = await versionsOfFlag(host, history, flag);
  const last = versions.at(-1) as Version;
  if (last.state === 'removed') {
    throw new UserError(
      `${flag} no longer exists: version ${last.number} removed it (${last.commit.slice(0, 7)})`,
      `look at it before that: flagwright blame ${flag} --at ${last.commit.slice(0, 7)}~`,
    );
  }
  const values = await Promise.all(
    versions.map(async (version) => ({ version, value: await history.value(version), state: version.state })),
  );
  const readable = versions.findLast(({ state }) => state === 'present');
  const document = readable && (await history.definition(readable));
  const fields = blameFields(values, document?.value);
  const infos = await git.commitInfos(fields.map(({ version }) => version.commit));
  // One object for each version, so that those who set several fields are seen to be one.
  const described = new Map<Version, DescribedVersion>();
  for (const { version } of fields) {
    const info = infos.get(version.commit);
    if (info && !described.has(version)) described.set(version, { ...version, info });
  }
  return {
    command: 'blame',
    ok: true,
    flag,
    version: last.number,
    fields: fields.flatMap((field) => {
      const version = described.get(field.version);
      return version ? [{ ...field, version }] : [];
    }),
    unreadable: last.state === 'unreadable',
    incomplete: history.incomplete,
    now: host.clock.now().getTime(),
  };
}
