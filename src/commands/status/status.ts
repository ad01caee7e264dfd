import type { Severity } from '../../diagnostic/diagnostic.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { environmentOf } from '../../model/flag.ts';
import type { Head } from '../../git/head.ts';
import { attentionOf, type Attention } from '../../workspace/attention.ts';
import { environmentNames } from '../../workspace/flag-summary.ts';
import type { Host, Interrupted } from '../../workspace/host.ts';
import { projectName } from '../../workspace/project-name.ts';
import { lintedProject } from '../../workspace/linted-project.ts';

export interface StatusReport {
  readonly command: 'status';
  readonly ok: true;
  /** What people call the project: the name of its folder, or of its repository. */
  readonly project: string;
  /** Number of flags. */
  readonly flags: number;
  /** Absent outside of a repository, and before the first commit. */
  readonly head: Omit<Head, 'subject'> | undefined;
  /** Why the head is not known, where there is a repository that cannot be read. */
  readonly headProblem: string | undefined;
  /** A change that was left in the middle. */
  readonly interrupted: Interrupted | undefined;
  /** Lowest first, with the number of flags that are enabled there, and of those that are not. */
  readonly environments: readonly { readonly name: string; readonly on: number; readonly off: number }[];
  /** The worst first. */
  readonly attention: readonly Attention[];
  /** All that lint says, by severity. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The project on one screen.
 * @throws UserError outside of any project
 */
export async function status(host: Host): Promise<StatusReport> {
  const { project, diagnostics } = await lintedProject(host);
  const now = host.clock.now().getTime();
  const flags = [...project.flags.values()];
  const environments = environmentNames(project).map((name) => {
    const on = flags.filter((flag) => environmentOf(flag, name).enabled).length;
    return { name, on, off: flags.length - on };
  });
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  for (const { severity } of diagnostics) counts[severity]++;
  return {
    command: 'status',
    ok: true,
    project: projectName(host.root, project.folder),
    flags: flags.length,
    ...(await headOf(host)),
    interrupted: host.interrupted,
    environments,
    attention: attentionOf(diagnostics, project, now),
    counts,
    now,
  };
}

async function headOf(host: Host): Promise<Pick<StatusReport, 'head' | 'headProblem'>> {
  try {
    const git = await host.git?.();
    return { head: await git?.head(), headProblem: undefined };
  } catch (error) {
    // Git may be missing, or refuse the repository; the project can be looked at all the same.
    if (error instanceof UserError) return { head: undefined, headProblem: error.message };
    throw error;
  }
}
