import { afterEach, describe, expect, it } from 'vitest';
import { inert } from '../src/diagnostic/printable.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const made: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

/** What somebody could put where a name or a text is expected, none of which may reach a reader as it is. */
const hostile: readonly (readonly [name: string, text: string])[] = [
  ['clears the screen', 'x\u001b[2Jx'],
  ['sets the title', 'x\u001b]0;owned\u0007x'],
  ['colours', 'x\u001b[31mx'],
  ['C1 introducer', 'x\u009b31mx'],
  ['backspaces', 'xx\b\by'],
  ['carriage return', 'x\rerror: none'],
  ['workflow command', 'x\n::stop-commands::y'],
  ['workflow command after CRLF', 'x\r\n::set-output name=a::b'],
  ['next line', 'x\u0085::add-mask::y'],
  ['line separator', 'x\u2028::error::y'],
  ['paragraph separator', 'x\u2029::error::y'],
  ['right-to-left override', 'x\u202etxt.exe'],
  ['isolates', 'x\u2066y\u2069'],
  ['marks', 'x\u200f\u200e\u061cy'],
  ['zero width space', 'x\u200by'],
  ['word joiner', 'x\u2060y'],
  ['byte order mark', 'x\ufeffy'],
  ['soft hyphen', 'x\u00ady'],
  ['tags', 'x\u{e0041}\u{e0042}y'],
  ['lone surrogate', 'x\ud800y'],
  ['null', 'x\u0000y'],
  ['delete', 'x\u007fy'],
  ['interlinear annotation', 'x\ufff9y\ufffb'],
  ['bell', 'x\u0007y'],
  ['device control', 'x\u001bP1$r0m\u001b\\y'],
];

const acts =
  /[\p{Cc}\p{Cs}\u{ad}\u{61c}\u{180e}\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/u;

/** Nothing that acts on a terminal, and no line that a CI would obey. */
function check(text: string): void {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  for (const line of lines) {
    expect(line).not.toMatch(acts);
    expect(line).not.toMatch(/^\s*::(?!error |warning |notice )/);
  }
}

function project(): TemporaryRepository {
  const repository = temporaryRepository();
  made.push(repository);
  repository.write({
    'flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n',
    'owners.yaml': 'teams:\n  shop: { name: Shop, members: [ada@example.com] }\n',
    'a.flag.yaml':
      'description: A flag of the shop.\ntype: ops\nowner: shop\ncreated: 2026-01-01\nreview: { every: 180d, last: 2026-11-01 }\nenvironments: { production: true }\n',
  });
  repository.commit('Start');
  return repository;
}

/** Command lines with a hostile text in every place that takes one. */
const lines = (text: string): string[][] => [
  [text],
  ['lint', text],
  ['lint', `--${text}`],
  ['lint', '--format', text],
  ['lint', '--rule', `${text}=off`],
  ['lint', '--changed', '--base', text],
  ['list', '--owner', text],
  ['show', text],
  ['history', text],
  ['evaluate', 'a', '--env', text],
  ['evaluate', 'a', '--context', text],
  ['evaluate', text, '--env', 'production', '--json'],
  ['disable', 'a', '--env', text],
  ['disable', 'a', '--env', 'production', '--commit', '-m', text],
  ['rollback', 'a', '--to', text],
  ['rollback', text, '--decide', text],
  ['rollback', '--commit', text],
  ['audit', '--since', text],
  ['graph', text],
  ['explain', text],
  ['lifecycle', '--owner', text],
  ['lifecycle', '--fail-on', text],
  ['usage', text],
  ['usage', '--fail-on', text],
  ['retire', text],
  ['retire', 'a', '--into', text],
  ['codeowners', '--file', text],
  ['completion', text],
  ['completion', 'words', '--', 'show', text],
  ['new', text],
  ['status', '--now', text],
  ['status', '--at', text],
  ['status', '--project', text],
  ['status', '-C', text],
  ['status', '--output', `no/such/${text}`],
];

describe('text of strangers', () => {
  it.each(hostile.filter(([name]) => name !== 'null'))(
    'in options and arguments reaches nobody raw: %s',
    async (_, text) => {
      const repository = project();
      for (const args of lines(text)) {
        const { stdout, stderr, exitCode } = await runMain(args, repository.path, repository.env);
        expect([exitCode, stderr]).not.toEqual([3, stderr]);
        check(stdout);
        check(stderr);
      }
    },
  );

  it.each(hostile)('in files and commits reaches nobody raw: %s', async (_, text) => {
    const repository = project();
    const quoted = JSON.stringify(text);
    repository.write({
      'b.flag.yaml': `description: ${quoted}\ntype: ops\nowner: ${quoted}\ncreated: 2026-01-01\nreview: { every: 180d, last: 2026-11-01 }\ntags: [${quoted}]\n${quoted}: 1\nenvironments:\n  ${quoted}: true\n  production:\n    enabled: true\n    rules: [{ name: ${quoted}, when: { segment: ${quoted} }, serve: ${quoted} }]\n    otherwise: on\n`,
      'policy.yaml': `rules: [{ id: ${quoted}, when: { environments: [${quoted}] }, authors: [${quoted}] }]\n`,
    });
    const subject = text.replaceAll('\0', ' ').replace(/\p{Cs}/gu, '\ufffd');
    repository.commit(`${subject}\n\nReason: ${subject}\nApproved-by: ${subject}`);
    const commands = [
      'lint',
      'list',
      'show b',
      'history b',
      'diff HEAD~1',
      'blame b',
      'audit',
      'status',
      'graph',
      'impact b',
      'lifecycle --all',
      'lifecycle --all --by owner',
      'usage b',
      'retire b --into on',
      'codeowners',
    ];
    for (const command of commands) {
      for (const format of ['text', 'json']) {
        const args = [...command.split(' '), '--format', format];
        const { stdout, stderr, exitCode } = await runMain(args, repository.path, repository.env);
        expect([exitCode, stderr]).not.toEqual([3, stderr]);
        check(stdout);
        check(stderr);
        if (format === 'json' && stdout !== '') JSON.parse(stdout);
      }
    }
    for (const format of ['github', 'markdown', 'junit', 'sarif', 'gitlab']) {
      check((await runMain(['lint', '--format', format], repository.path, repository.env)).stdout);
    }
    for (const format of ['markdown', 'ics']) {
      check((await runMain(['lifecycle', '--all', '--format', format], repository.path, repository.env)).stdout);
    }
    for (const format of ['csv', 'jsonl']) {
      check((await runMain(['audit', '--format', format], repository.path, repository.env)).stdout);
    }
    for (const format of ['dot', 'mermaid']) {
      check((await runMain(['graph', '--format', format], repository.path, repository.env)).stdout);
    }
  });

  it('is stopped at the last moment, while colours and line ends of ours pass', () => {
    expect(inert('a\u001b[1mb\u001b[0m\n\tc\r\nd')).toBe('a\u001b[1mb\u001b[0m\n\tc\r\nd');
    for (const [, text] of hostile.filter(([name]) => !/colours|CRLF|workflow/.test(name))) check(inert(text));
  });
});
