import { describe, expect, it } from 'vitest';
import { projectOf } from '../../../test/support/project-of.ts';
import { readOwners } from '../../model/owners.ts';
import { ownerBlock, withBlock } from './block.ts';
import { ownerLines } from './owner-lines.ts';
import { ownedPaths } from './owner-rules.ts';

const owners = readOwners('owners.yaml', {
  teams: {
    shop: {
      members: ['ada@example.com', 'no address @all'],
      handles: { github: '@acme/shop', gitlab: '@acme/web/shop' },
    },
    platform: { members: ['sam@example.com', 'kim@example.com'] },
    sly: { members: ['x\n* @evil'], handles: { github: '@acme/sly\n* @evil' } },
  },
});

describe('owned paths', () => {
  const paths = (flags: Readonly<Record<string, string | undefined>>): [string, string][] =>
    ownedPaths(
      projectOf({ flags: Object.fromEntries(Object.entries(flags).map(([key, owner]) => [key, { owner }])) }),
    ).map(({ path, team }) => [path, team]);

  it('name a folder of one team as a whole, the outermost there is', () => {
    expect(paths({ 'a/b/x': 'shop', 'a/b/y': 'shop', 'a/z': 'shop', 'c/x': 'shop', 'c/y': 'platform' })).toEqual([
      ['a/', 'shop'],
      ['c/x.flag.yaml', 'shop'],
      ['c/y.flag.yaml', 'platform'],
    ]);
  });

  it('name single files where one has no owner, and in the folder of the settings', () => {
    expect(paths({ x: 'shop', y: 'shop', 'a/x': 'shop', 'a/y': undefined })).toEqual([
      ['a/x.flag.yaml', 'shop'],
      ['x.flag.yaml', 'shop'],
      ['y.flag.yaml', 'shop'],
    ]);
  });
});

describe('lines', () => {
  const lineOf = (path: string, team: string, host: 'github' | 'gitlab' = 'github'): string => {
    const { lines, leftOut } = ownerLines([{ path, team }], owners, host);
    return [
      ...lines.map(({ pattern, owners: names }) => [pattern, ...names].join(' ')),
      ...leftOut.map(({ reason }) => reason),
    ].join();
  };

  it('have the handle of the host, or the addresses of the members', () => {
    expect(lineOf('a/', 'shop')).toBe('/a/ @acme/shop');
    expect(lineOf('a/', 'shop', 'gitlab')).toBe('/a/ @acme/web/shop');
    expect(lineOf('a/', 'platform')).toBe('/a/ sam@example.com kim@example.com');
  });

  it('say why there is none', () => {
    expect(lineOf('a/', 'shpo')).toBe('owners.yaml has no team "shpo"');
    expect(lineOf('a/', 'sly')).toBe('team sly has no github handle and no members');
    expect(lineOf('a\n* @evil', 'shop')).toBe('its name has a line end or a control character');
  });

  it('quote spaces and marks of comments, and let any character stand for what has a meaning', () => {
    expect(lineOf('a b/#c[d]*!/x.flag.yaml', 'shop')).toBe('/a\\ b/\\#c?d???/x.flag.yaml @acme/shop');
  });
});

describe('the block', () => {
  const block = ownerBlock([{ pattern: '/a/', owners: ['@acme/shop'] }], 'github');
  const text = block.join('\n');

  it('is at the end of a file, and later in its place', () => {
    expect(withBlock('C', '', block)).toBe(`${text}\n`);
    const first = withBlock('C', '* @acme/all\n', block);
    expect(first).toBe(`* @acme/all\n\n${text}\n`);
    expect(withBlock('C', first, block)).toBe(first);
    const more = ownerBlock([], 'github');
    expect(withBlock('C', `${first}docs @acme/docs\n`, more)).toBe(
      `* @acme/all\n\n${more.join('\n')}\ndocs @acme/docs\n`,
    );
  });

  it('keeps the line ends of the file', () => {
    const file = withBlock('C', '* @acme/all\r\n', block);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(withBlock('C', file, block)).toBe(file);
  });

  it('is a section of its own on GitLab', () => {
    expect(ownerBlock([], 'gitlab')).toContain('[Feature flags]');
  });

  it.each([[block[0]], [block.at(-1)], [`${block.at(-1)}\n${block[0]}`], [`${text}\n${text}`]])(
    'is not guessed: %j',
    (marks) => {
      expect(() => withBlock('C', `${marks}\n`, block)).toThrow('the marks of our block in C are damaged');
    },
  );
});
