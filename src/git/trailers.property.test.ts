import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from '../../test/support/repository.ts';
import { catFileBatch } from './cat-file.ts';
import { commitInfos } from './commit-info.ts';
import { parseCommit } from './commit-object.ts';
import { readTrailers } from './trailers.ts';

let repository: TemporaryRepository;

beforeEach(() => {
  repository = temporaryRepository();
});

afterEach(() => repository.remove());

const MESSAGES = 4_000;

const known = `

 
TAB
CR
#
# Reason: in a comment
text
text with: a colon
https://x.example/y: z
Reason: because
reason:it
Reason : spaced
ReasonTAB: tab
Reason:
Reason: SP
Reason:: two
-: dash
Reason: crlfCR
textCR
 folded
TABfolded
 Folded: again
  SP
Key: é
Clé: x
日本: x
Signed-off-by: A <a@b>
signed-off-by: a
Signed-off-by:a
(cherry picked from commit 12)
(cherry picked
---
--- a
Conflicts:
TABa.yaml
: nameless
a b: c
Co-authored-by: X
ZZERO: x
K: HARDvHARD
# ${'-'.repeat(24)} >8 ${'-'.repeat(24)}
`
  .replaceAll('TAB', '\t')
  .replaceAll('CR', '\r')
  .replaceAll('SP', ' ')
  .replaceAll('ZERO', '\u200b')
  .replaceAll('HARD', '\u00a0')
  .split('\n');

const line = fc.oneof(
  { arbitrary: fc.constantFrom(...known), weight: 12 },
  { arbitrary: fc.stringMatching(/^[A-Za-z -]{0,8}:? ?[a-z:# \t]{0,6}$/), weight: 2 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\0', '')), weight: 1 },
);

const message = fc
  .tuple(
    fc.array(line, { maxLength: 4 }),
    fc.array(line, { maxLength: 12 }),
    fc.constantFrom('', '\n', '\n\n', '\n \n'),
  )
  .map(([title, rest, end]) => ['Subject', ...title, '', ...rest].join('\n') + end);

/** Git's own encoding of a commit, or one that it is told of; the text is sometimes not in it. */
const encoding = fc.constantFrom(undefined, undefined, undefined, 'ISO-8859-1', 'utf8', 'KOI8-R', 'none');

interface Made {
  readonly text: string;
  readonly encoding: string | undefined;
  readonly leading: string;
}

/** Commits with these very messages: nothing is stripped of them. Gives their ids. */
function commitAll(made: readonly Made[]): string[] {
  const parts: Buffer[] = [];
  made.forEach(({ text, encoding: name, leading }, index) => {
    const latin = name === 'ISO-8859-1';
    const bytes = Buffer.from(leading + text, latin ? 'latin1' : 'utf8');
    const header = name === undefined ? '' : `encoding ${name}\n`;
    const person = `committer A <a@b> ${index} +0000\n${header}data ${bytes.length}\n`;
    parts.push(Buffer.from(`reset refs/heads/made\ncommit refs/heads/made\nmark :${index + 1}\n${person}`), bytes);
    parts.push(Buffer.from(`\nget-mark :${index + 1}\n`));
  });
  const { path: cwd, env } = repository;
  const input = Buffer.concat(parts);
  // Commits without a path to them are kept until somebody collects them.
  return execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd, env, input, encoding: 'utf8' })
    .split('\n')
    .slice(0, -1);
}

test('are what git says where nothing is configured', { timeout: 120_000 }, async () => {
  const leading = fc.constantFrom('', '', '', '\n', ' \n\n');
  const made = fc.sample(fc.record({ text: message, encoding, leading }), { numRuns: MESSAGES, seed: 20261122 });
  const ids = commitAll(made);
  const { path: cwd, env } = repository;
  const fields = ['%H', '%s', '%b', '%(trailers)', '%(trailers:only,unfold)'];
  const said = execFileSync(
    'git',
    ['log', '--no-walk=unsorted', '--stdin', '-z', '--encoding=UTF-8', `--format=${fields.join('%x00')}`],
    { cwd, env, input: `${ids.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1e9 },
  ).split('\0');
  const objects = catFileBatch({ cwd, env });
  const infos = await commitInfos(ids, (id) => objects.read(id), () => new Set()); // prettier-ignore
  let withTrailers = 0;
  let withOthers = 0;
  for (const [index, id] of [...new Set(ids)].entries()) {
    const [hash, subject, rest = '', block = '', trailers = ''] = said.slice(index * fields.length);
    expect(hash).toBe(id);
    const object = await objects.read(id);
    const { message: text } = parseCommit(object?.content ?? Buffer.alloc(0));
    const found = readTrailers(text);
    const context = JSON.stringify({ text, block });
    expect(found.trailers.map(([name, value]) => `${name}: ${value}\n`).join(''), context).toBe(trailers);
    expect(text.slice(found.start, found.start + block.length), context).toBe(block);
    if (block === '') expect(found.start, context).toBe(text.length);
    const info = infos.get(id);
    expect(info?.subject, context).toBe(subject);
    expect(info?.body, context).toBe(rest.slice(0, rest.length - (text.length - found.start)).trimEnd());
    if (trailers !== '') withTrailers++;
    if (block.trim().split('\n').length > trailers.trim().split('\n').length) withOthers++;
  }
  await objects.close();
  // The messages are of every kind.
  expect(withTrailers).toBeGreaterThan(MESSAGES / 10);
  expect(withOthers).toBeGreaterThan(MESSAGES / 40);
});
