import fc from 'fast-check';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../meaning/canonical.ts';
import { anyEdit, anyFlag, editFlag } from '../../test/support/definition-edits.ts';
import { mergeLines } from '../git/merge-file.ts';
import { parseDocument } from '../source/document.ts';
import { patch } from '../source/patch.ts';
import { takeSide } from './conflict-markers.ts';
import { mergeDefinitions } from './merge/merge.ts';
import { mergeTexts, type Texts } from './merge-text.ts';

const at = { cwd: tmpdir(), env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } };
const markerSize = 7;
const merge = (texts: Texts, kind: 'flag' | 'segment' | 'governance' = 'flag') =>
  mergeTexts({
    ...texts,
    kind,
    markerSize,
    mergeLines: (sides, form) => mergeLines(sides, { ...at, markerSize, plain: form === 'plain' }),
  });
const meaning = (text: string): string => canonicalText(parseDocument('', text).value);

const flag = `# What it is
type: release
owner: checkout # the team

environments:
  production:
    enabled: true
    rules:
      - name: eu # first
        when: { attribute: country, in: [DE] }
        serve: { on: 25, off: 75 }
      - name: beta
        serve: on
    otherwise: off
`;
/** The flag with texts replaced, each of which must be there. */
const edit = (...replacements: readonly (readonly [from: string, to: string])[]): string =>
  replacements.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, flag);

describe('changes to different things', () => {
  it('keep the comments of both sides where lines merge', async () => {
    const ours = edit(['# What it is', '# What it was\n# for long']);
    const theirs = edit(['otherwise: off', 'otherwise: on # at last']);
    expect(await merge({ base: flag, ours, theirs })).toEqual({
      text: edit(['# What it is', '# What it was\n# for long'], ['otherwise: off', 'otherwise: on # at last']),
      isClean: true,
      inMeaning: true,
      conflicts: [],
      settled: [],
    });
  });

  it('merge on lines side by side, which git cannot merge', async () => {
    const ours = edit(['owner: checkout', 'owner: payments']);
    const theirs = edit(['type: release', 'type: ops # now']);
    const { text, isClean } = await merge({ base: flag, ours, theirs });
    expect(isClean).toBe(true);
    expect(text).toBe(edit(['owner: checkout', 'owner: payments'], ['type: release', 'type: ops # now']));
  });

  it('merge into the text of ours where the comments are in conflict', async () => {
    const ours = edit(['owner: checkout # the team', 'owner: payments # ours']);
    const theirs = edit(['owner: checkout # the team', 'owner: checkout # theirs\ntags: [a]']);
    const { text, isClean } = await merge({ base: flag, ours, theirs });
    expect(isClean).toBe(true);
    expect(text).toContain('owner: payments # ours\n');
    expect(meaning(text)).toBe(meaning(edit(['owner: checkout', 'tags: [a]\nowner: payments'])));
  });

  it('takes a rule for the lower rollout', async () => {
    const { text, isClean, settled } = await merge({
      base: flag,
      ours: edit(['on: 25, off: 75', 'on: 50, off: 50']),
      theirs: edit(['on: 25, off: 75', 'on: 10, off: 90'], ['# first', '# the first']),
    });
    expect({ text, isClean }).toEqual({
      text: edit(['on: 25, off: 75', 'on: 10, off: 90'], ['# first', '# the first']),
      isClean: true,
    });
    expect(settled).toMatchObject([{ chosen: 'theirs', environment: 'production' }]);
  });

  it('are merged in meaning where lines moved', async () => {
    // One side moves a rule that the other changes: by lines it would be in conflict, or appear twice there.
    const lines = flag.split('\n');
    const beta = lines.splice(11, 2);
    const first = [...lines.slice(0, 8), ...beta, ...lines.slice(8)].join('\n');
    const theirs = edit(['name: beta\n        serve: on', 'name: beta\n        serve: blue']);
    const { text, isClean } = await merge({ base: flag, ours: first, theirs });
    expect(isClean).toBe(true);
    expect(parseDocument('', text).value).toMatchObject({
      environments: { production: { rules: [{ name: 'beta', serve: 'blue' }, { name: 'eu' }] } },
    });
  });

  it('keeps Windows line ends and a byte order mark', async () => {
    const windows = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    const ours = windows(edit(['owner: checkout', 'owner: payments']));
    const theirs = windows(edit(['type: release', 'type: ops']));
    const { text } = await merge({ base: windows(flag), ours, theirs });
    expect(text).toBe(windows(edit(['owner: checkout', 'owner: payments'], ['type: release', 'type: ops'])));
  });

  it('merge in files that both sides added', async () => {
    const { text, isClean } = await merge({
      base: '',
      ours: 'type: ops\nowner: a\n',
      theirs: 'type: ops\ntags: [b]\n',
    });
    expect(isClean).toBe(true);
    expect(meaning(text)).toBe(meaning('type: ops\nowner: a\ntags: [b]\n'));
  });
});

describe('the same thing changed differently', () => {
  it('is between markers, around the smallest lines', async () => {
    const { text, isClean, conflicts } = await merge({
      base: flag,
      ours: edit(['type: release', 'type: experiment'], ['on: 25, off: 75', 'on: 50, off: 50']),
      theirs: edit(['on: 25, off: 75', 'on: 10, off: 90'], ['owner: checkout', 'owner: payments']),
    });
    expect(conflicts).toMatchObject([{ what: 'rule eu serve' }]);
    expect(isClean).toBe(false);
    const serve = '        serve: { on: 25, off: 75 }\n';
    expect(text).toBe(
      edit(
        ['type: release', 'type: experiment'],
        ['owner: checkout', 'owner: payments'],
        [
          serve,
          `<<<<<<< ours\n${serve.replace('25, off: 75', '50, off: 50')}=======\n${serve.replace('25, off: 75', '10, off: 90')}>>>>>>> theirs\n`,
        ],
      ),
    );
  });

  it('is marked even where git would merge the lines', async () => {
    const weights = (on: number, off: number): string =>
      `type: experiment\nenvironments:\n  production:\n    enabled: true\n    otherwise:\n      on: ${on}\n      # between\n      # both\n      # lines\n      off: ${off}\n`;
    const { text, isClean } = await merge({ base: weights(50, 50), ours: weights(60, 50), theirs: weights(50, 40) });
    expect(isClean).toBe(false);
    expect(takeSide(text, markerSize, 'ours')).toBe(weights(60, 50));
    expect(takeSide(text, markerSize, 'theirs')).toBe(weights(50, 40));
  });

  it('is marked where rules came to the same place', async () => {
    const added = (name: string): string =>
      edit(['      - name: beta', `      - name: ${name}\n        serve: blue\n      - name: beta`]);
    const { text, conflicts } = await merge({
      base: flag,
      ours: added('x'),
      theirs: added('y').replace('serve: blue', 'serve: red'),
    });
    expect(conflicts).toMatchObject([{ what: 'order of rules x, y' }]);
    expect(text).toBe(
      edit([
        '      - name: beta',
        '<<<<<<< ours\n      - name: x\n        serve: blue\n=======\n      - name: y\n        serve: red\n>>>>>>> theirs\n      - name: beta',
      ]),
    );
  });
});

describe('files that cannot be merged in meaning', () => {
  it.each([
    ['no YAML', 'a: [\nb: 1\n', 'a: [\nb: 2\n', 'x\na: [\nb: 1\n', true],
    ['a field twice', 'a: 1\n', 'a: 1\na: 2\n', 'a: 1\nb: 2\n', false],
    ['a list', 'one', 'two', 'three', false],
  ])('%s: lines are merged', async (_, base, ours, theirs, isClean) => {
    expect(await merge({ base, ours, theirs })).toMatchObject({ inMeaning: false, isClean });
  });

  it('leaves large files with many conflicts to a person, soon', async () => {
    const large = (from: number, serve: string): string => {
      const rules = Array.from({ length: 3000 }, (_, index) => `      - { name: r${from + index}, serve: ${serve} }\n`);
      return `environments:\n  p:\n    enabled: true\n    rules:\n${rules.join('')}`;
    };
    const { isClean, text } = await merge({ base: large(0, 'a'), ours: large(1500, 'b'), theirs: large(2000, 'c') });
    expect(isClean).toBe(false);
    expect(meaning(takeSide(text, markerSize, 'theirs') ?? '')).toBe(meaning(large(2000, 'c')));
  }, 15_000);

  it('leaves what is shared through anchors to a person', async () => {
    const shared = (on: string, off: string): string => `a: &x {on: ${on}, off: ${off}}\nb: *x\n`;
    const { text, isClean } = await merge({ base: shared('1', '1'), ours: shared('2', '1'), theirs: shared('1', '2') });
    expect(isClean).toBe(false);
    expect(takeSide(text, markerSize, 'ours')).toBe(shared('2', '1'));
  });
});

describe('any flags', () => {
  const write = (value: unknown): string => patch(parseDocument('', ''), [{ op: 'set', path: [], value }]).text;
  const edits = fc.array(anyEdit, { minLength: 1, maxLength: 2 });

  it('a result without markers means what the merge of the definitions gives, one with them holds both sides', async () => {
    let [clean, marked] = [0, 0];
    await fc.assert(
      fc.asyncProperty(anyFlag, edits, edits, async (base, one, other) => {
        const [ours, theirs] = [one.reduce<unknown>(editFlag, base), other.reduce<unknown>(editFlag, base)];
        const texts = { base: write(base), ours: write(ours), theirs: write(theirs) };
        const values = Object.values(texts).map((text) => parseDocument('', text).value);
        const { text, isClean, inMeaning } = await merge(texts);
        if (!inMeaning) return;
        const [b, o, t] = values;
        const expected = mergeDefinitions(b, o, t);
        if (expected.conflicts.length === 0) {
          expect(isClean).toBe(true);
          expect(meaning(text)).toBe(canonicalText(expected.merged));
          clean++;
        } else {
          expect(isClean).toBe(false);
          for (const side of ['ours', 'theirs'] as const) {
            const held = mergeDefinitions(b, o, t, 'flag', side).merged;
            expect(meaning(takeSide(text, markerSize, side) ?? 'no side: to take')).toBe(canonicalText(held));
          }
          marked++;
        }
      }),
      { numRuns: 100, seed: 1 },
    );
    expect(clean).toBeGreaterThan(30);
    expect(marked).toBeGreaterThan(5);
  }, 60_000);
});
