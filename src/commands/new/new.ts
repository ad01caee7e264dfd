import { UserError } from '../../diagnostic/user-error.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { daysLeft } from '../../lifecycle/days.ts';
import { fileName } from '../../model/file-kind.ts';
import { overlay } from '../../platform/overlay.ts';
import type { Project } from '../../project/project.ts';
import { flagText } from './flag-template.ts';
import type { EnvironmentState } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { lintedProject } from '../../workspace/linted-project.ts';
import { folderInside, folderOf, joined } from '../../workspace/flag-folder.ts';
import { environmentState } from '../../workspace/environment-state.ts';
import { criticalities } from '../../model/flag.ts';
import { requireKnown } from '../../workspace/named.ts';
import { completeAnswers, type NewOptions } from './new-answers.ts';
import { refuseNewErrors } from '../../workspace/refuse-errors.ts';
import { settleBefore } from '../../workspace/settle-interrupted.ts';

export interface NewReport {
  readonly command: 'new';
  readonly ok: true;
  readonly key: string;
  readonly type: string;
  readonly owner: string;
  readonly expires: string | undefined;
  readonly daysLeft: number | undefined;
  readonly review: string | undefined;
  readonly environments: readonly EnvironmentState[];
  readonly file: string;
  readonly text: string;
  /** False with `--dry-run`. */
  readonly written: boolean;
}

/**
 * Writes the file of a new flag.
 * @throws UserError if an answer is missing or wrong, the flag exists already, or it would add an error to the project
 */
export async function newFlag(host: Host, options: NewOptions): Promise<NewReport> {
  if (!options.dryRun) await settleBefore(host);
  const { project, diagnostics: before } = await lintedProject(host);
  const now = host.clock.now().getTime();
  const environments = environmentsOf(project, options.environments);
  if (options.key !== undefined) refuseExisting(project, options.key);
  if (options.criticality !== undefined) requireKnown('criticality', options.criticality, criticalities);
  const folder = options.folder === undefined ? undefined : folderInside(host, project, options.folder);
  const context = { ask: host.ask, email: await emailOf(host), now };
  const answers = await completeAnswers(options, project, context);
  const { key, type, owner, expires, review } = answers;
  refuseExisting(project, key);
  const file = joined(folder ?? (await folderOf(host, project, owner)), fileName('flag', key));
  const taken = (await host.tree.list(project.folder)).some(({ path }) => path === file);
  if (taken) throw new UserError(`${file} exists already`, 'choose another key, or another folder with --folder');
  const { criticality, tags } = options;
  const text = flagText({ ...answers, created: isoDate(now), criticality, tags, environments });
  const changes = new Map([[file, text]]);
  const { diagnostics: after } = await lintedProject(host, overlay(host.tree, changes));
  refuseNewErrors('the new flag', before, after);
  if (!options.dryRun) host.writer.write(changes);
  return {
    command: 'new',
    ok: true,
    key,
    type,
    owner,
    expires,
    daysLeft: daysLeft(expires, now),
    review,
    environments,
    file,
    text,
    written: !options.dryRun,
  };
}

/** On in the lowest environment and off above, unless options say otherwise. A critical one is never on by default. */
function environmentsOf({ manifest }: Project, given: readonly string[]): EnvironmentState[] {
  const known = manifest.environments;
  if (!known) {
    throw new UserError('flagwright.yaml names no environments', 'write them under `environments`: development: {}');
  }
  const states = new Map(known.map(({ name, critical }, index) => [name, index === 0 && !critical]));
  for (const text of given) {
    const { name, state = 'on' } = environmentState(text);
    requireKnown('environment', name, states.keys());
    states.set(name, state === 'on');
  }
  return [...states].map(([name, enabled]) => ({ name, enabled }));
}

function refuseExisting({ flags }: Project, key: string): void {
  const existing = flags.get(key);
  if (existing) throw new UserError(`the flag "${key}" exists already`, `it is in ${existing.file}`);
  const folded = key.toLowerCase();
  for (const other of flags.keys()) {
    if (other.toLowerCase() !== folded) continue;
    const message = `the flag "${key}" differs only in case from "${other}"`;
    throw new UserError(message, 'some file systems keep only one of two such names: choose another key');
  }
}

async function emailOf(host: Host): Promise<string | undefined> {
  // Only a question has use for it.
  if (!host.ask || !host.git) return undefined;
  return (await host.git()).userEmail();
}
