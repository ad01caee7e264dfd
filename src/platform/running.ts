import { systemErrorCode } from './system-error.ts';

/** Whether a process of this machine still runs. Ids that cannot be one count as running: they are left alone. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}
