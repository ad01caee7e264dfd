import { UserError } from '../../diagnostic/user-error.ts';
import type { Host } from '../../workspace/host.ts';
import { projectChanges, type WatchHost } from '../../workspace/watch-project.ts';
import { test, type TestOptions, type TestReport } from './test.ts';

/**
 * Runs the specs now, and again whenever files of the project have changed, until the host's signal is aborted.
 * What the caller can put right is yielded as well, since the next change may do so.
 * @throws UserError where there is no working tree to watch
 */
export async function* watchTests(host: WatchHost, options: TestOptions): AsyncGenerator<TestReport | UserError> {
  if (host.at !== undefined) throw new UserError('--watch follows the working tree', 'leave out --at');
  const changes = projectChanges(host);
  while (!host.signal.aborted) {
    yield await tested(host, options);
    await changes.next();
  }
}

async function tested(host: Host, options: TestOptions): Promise<TestReport | UserError> {
  try {
    return await test(host, options);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
