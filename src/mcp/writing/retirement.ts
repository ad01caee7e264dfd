import { retire, type RetireReport } from '../../commands/retire/retire.ts';
import type { Host } from '../../workspace/host.ts';
import type { ChangeArguments } from './change-arguments.ts';
import type { PlannedFile, Write, WriteReport } from './planned-write.ts';
import { commitData, commitOptions } from './written.ts';

/** Removing a flag with everything that only it needs, in one commit. */
export function retirement(asked: ChangeArguments): Write {
  const { flag, into, reason, commit = {}, expectVersion } = asked;
  return {
    request: ['change_flag', asked],
    commit: { branch: commit.branch },
    async plan(host) {
      const report = await retire(host, flag, { into, expectVersion, commit: undefined });
      return { files: report.ok ? await changedFiles(host, report) : [], report: reportOf(report) };
    },
    async apply(host) {
      const options = { into, expectVersion, commit: commitOptions({ ...commit, reason }) };
      return reportOf(await retire(host, flag, options));
    },
  };
}

async function changedFiles({ tree }: Host, { files }: RetireReport): Promise<PlannedFile[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const entries = [...files].map(async ([path, after]) => {
    const before = decoder.decode(await tree.read(path));
    return { path, before, after };
  });
  return Promise.all(entries);
}

function reportOf({ flag, removes, files, obstacles, refused, commit }: RetireReport): WriteReport {
  const edited = [...files].filter(([, after]) => after !== null).map(([path]) => `${path}: no longer needs ${flag}`);
  const [first] = obstacles;
  const obstacle = first && {
    message: obstacles.map(({ message }) => message).join('; '),
    help: first.help,
  };
  return {
    changes: first ? [] : [...removes.map((path) => `${path}: removed`), ...edited],
    commit: commitData(commit),
    refused: refused ? { message: refused.message, help: refused.help } : (obstacle ?? null),
  };
}
