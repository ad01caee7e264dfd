import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { isValidAt } from './key-validity.ts';

const key = Buffer.from('\0\0\0\u000bssh-ed25519 and the rest of a key').toString('base64');
const fingerprint = `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')}`;

const isValid = (options: string, instant: string): boolean =>
  isValidAt(
    Buffer.from(`# a comment\nada@example.com ${options}ssh-ed25519 ${key} ada\n`),
    fingerprint,
    Date.parse(instant),
  );

it.each([
  ['', '2026-11-20T00:00:00Z', true],
  ['valid-before="20261115" ', '2026-11-14T23:59:59Z', true],
  ['valid-before="20261115" ', '2026-11-15T00:00:01Z', false],
  ['valid-before=20261115 ', '2026-11-16T00:00:00Z', false],
  ['namespaces="git",valid-before="202611151030Z" ', '2026-11-15T10:30:00Z', true],
  ['namespaces="git",valid-before="20261115103000Z" ', '2026-11-15T10:30:01Z', false],
  ['valid-after="20261101",valid-before="20261115" ', '2026-10-31T00:00:00Z', false],
  ['valid-after="20261101",valid-before="20261115" ', '2026-11-02T00:00:00Z', true],
])('a key with the options %j counts at %s: %s', (options, instant, expected) => {
  expect(isValid(options, instant)).toBe(expected);
});

it('is of no matter for a key that the file does not name', () => {
  expect(isValidAt(Buffer.from(`ada@example.com valid-before="20200101" ssh-ed25519 ${key}`), 'SHA256:other', 0)).toBe(
    true,
  );
});
