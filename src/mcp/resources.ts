import { policyExplain } from '../commands/policy/explain.ts';
import { clip } from '../diagnostic/printable.ts';
import { UserError } from '../diagnostic/user-error.ts';
import type { FileKind } from '../model/file-kind.ts';
import type { Project } from '../project/project.ts';
import { policyExplainJson } from '../report/policy/explain-json.ts';
import { sortedFlags } from '../workspace/flag-summary.ts';
import type { Host } from '../workspace/host.ts';
import { openProject } from '../workspace/linted-project.ts';
import { requireKnown } from '../workspace/named.ts';
import { answerOf, dataOf, visible } from './answer.ts';
import { fileNotice, notice } from './notice.ts';

interface Resource {
  readonly uri: string;
  readonly name: string;
  readonly description?: string;
  readonly mimeType: string;
}

const yaml = 'application/yaml';
const pageSize = 100;

/** In UTF-16 units. */
const longestFile = 60_000;

const settings: readonly (readonly [kind: FileKind, description: string])[] = [
  ['manifest', 'Settings: environments, lifecycle limits, severities of rules'],
  ['owners', 'Teams, their members, roles'],
  ['systems', 'Systems that flags affect or fall back to'],
  ['policy', 'Approvals, freezes, emergencies'],
];

export const resourceTemplates = [
  {
    uriTemplate: 'flagwright://flags/{flag}',
    name: 'flag',
    description: 'The file of a flag',
    mimeType: yaml,
  },
  {
    uriTemplate: 'flagwright://policy/{flag}/{environment}/{change}',
    name: 'policy-of-change',
    description:
      'What the policy asks of a change: create, delete, state, targeting, variants, prerequisites, lifecycle, ownership or metadata',
    mimeType: 'application/json',
  },
];

/**
 * The settings of the project, then its flags by key; a page of them.
 * @param cursor `nextCursor` of the page before
 */
export async function listResources(
  host: Host,
  cursor: string | undefined,
): Promise<{ resources: Resource[]; nextCursor?: string }> {
  const from = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(from) || from < 0) throw new UserError(`"${cursor}" is not a cursor of this list`);
  const project = await openProject(host);
  const kinds = new Set([...project.files.values()].map(({ kind }) => kind));
  const all: Resource[] = [
    ...settings.flatMap(([name, description]) =>
      kinds.has(name) ? [{ uri: `flagwright://settings/${name}`, name, description, mimeType: yaml }] : [],
    ),
    ...sortedFlags(project).map(({ key }) => ({ uri: flagUri(key), name: visible(clip(key, 200)), mimeType: yaml })),
  ];
  const end = from + pageSize;
  return { resources: all.slice(from, end), ...(end < all.length ? { nextCursor: `${end}` } : {}) };
}

/**
 * What a resource holds.
 * @throws UserError if there is no such resource
 */
export async function readResource(host: Host, uri: string): Promise<{ mimeType: string; text: string }> {
  const [, kind, first = '', environment, change, ...rest] = partsOf(uri);
  if (kind === 'policy' && change !== undefined && environment !== undefined && rest.length === 0) {
    const data = dataOf(policyExplainJson(await policyExplain(host, first, { environment, change })));
    const quotes = notice(['from', 'people', 'freezes', 'rule', 'owner', 'type']);
    return { mimeType: 'application/json', text: JSON.stringify({ notice: quotes, ...answerOf({ data }) }) };
  }
  if (environment !== undefined || (kind !== 'flags' && kind !== 'settings')) throw noResource(uri);
  const project = await openProject(host);
  const file = kind === 'flags' ? fileOfFlag(project, first) : fileOfSettings(project, first, uri);
  return { mimeType: yaml, text: await fileText(project, file) };
}

/** The text of a file of the project, which says first that it is data. */
async function fileText(project: Project, file: string): Promise<string> {
  const { text } = await project.document(file);
  const more = text.length > longestFile ? `\n# and ${text.length - longestFile} more characters\n` : '';
  return fileNotice(visible(file)) + visible(clip(text, longestFile)) + more;
}

export function flagUri(key: string): string {
  return `flagwright://flags/${encodeURIComponent(key)}`;
}

function fileOfFlag({ flags }: Project, key: string): string {
  requireKnown('flag', key, flags.keys(), { more: 'list_flags lists them.' });
  return flags.get(key)!.file;
}

function fileOfSettings({ files }: Project, name: string, uri: string): string {
  const known = settings.map(([kind]) => kind as string);
  const found = [...files.values()].find(({ kind }) => kind === name && known.includes(kind));
  if (!found) throw noResource(uri);
  return found.file;
}

/** What is between the slashes, decoded; the scheme first. */
function partsOf(uri: string): (string | undefined)[] {
  const path = /^(flagwright):\/\/([^?#]*)$/.exec(uri);
  if (!path) throw noResource(uri);
  try {
    return [path[1], ...(path[2] ?? '').split('/').map(decodeURIComponent)];
  } catch {
    throw noResource(uri);
  }
}

function noResource(uri: string): UserError {
  return new UserError(
    `there is no resource ${clip(uri, 200)}`,
    'resources/list and resources/templates/list name them',
  );
}
