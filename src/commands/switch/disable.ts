import type { ChangeOptions, ChangeReport } from '../../workspace/change-flag.ts';
import { setState } from './enable.ts';
import type { Host } from '../../workspace/host.ts';

/** Disables a flag in some environments. See `changeFlag`. */
export function disable(
  host: Host,
  flag: string,
  environments: readonly string[],
  options: ChangeOptions,
): Promise<ChangeReport> {
  return setState(host, { command: 'disable', flag, environments, enabled: false }, options);
}
