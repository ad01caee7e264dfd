import { stateEdit } from '../../change/state-edit.ts';
import { alternatives } from '../../diagnostic/suggest.ts';
import { changeFlag, requireEnvironments, type ChangeOptions, type ChangeReport } from '../../workspace/change-flag.ts';
import type { Host } from '../../workspace/host.ts';

/** Enables a flag in some environments. See `changeFlag`. */
export function enable(
  host: Host,
  flag: string,
  environments: readonly string[],
  options: ChangeOptions,
): Promise<ChangeReport> {
  return setState(host, { command: 'enable', flag, environments, enabled: true }, options);
}

/** What `enable` and `disable` have in common. */
export function setState(
  host: Host,
  wanted: {
    readonly command: 'enable' | 'disable';
    readonly flag: string;
    readonly environments: readonly string[];
    readonly enabled: boolean;
  },
  options: ChangeOptions,
): Promise<ChangeReport> {
  const { command, flag, enabled } = wanted;
  const environments = [...new Set(wanted.environments)];
  return changeFlag(host, command, flag, options, (subject) => {
    requireEnvironments(subject, environments);
    const planned = environments.flatMap((name) => {
      const edit = stateEdit(subject.document.value, name, enabled, subject.environments);
      return edit ? [{ name, edit }] : [];
    });
    const changed = planned.map(({ name }) => name);
    return {
      edits: planned.map(({ edit }) => edit),
      subject: `${enabled ? 'Enable' : 'Disable'} ${flag} in ${alternatives(changed, 'and')}`,
    };
  });
}
