import { describe, expect, it } from 'vitest';
import type { FlagDefinition } from '../evaluate/definition.ts';
import { goffFile } from './goff/goff.ts';
import type { Statement } from './statement.ts';

const when = (key: string, needed: readonly string[] = []): FlagDefinition => ({
  key,
  prerequisites: needed.map((flag) => ({ flag })),
  environments: { production: { enabled: true, rules: [{ name: 'rule', when: { attribute: 'x', equals: key }, serve: 'on' }], otherwise: 'off' } }, // prettier-ignore
});

function statementsOf(flags: readonly FlagDefinition[]): readonly Statement[] {
  return goffFile({
    keys: flags.map(({ key }) => key),
    definitions: { flags: new Map(flags.map((flag) => [flag.key, flag])), segments: new Map(), jsonLogic: undefined },
    environment: 'production',
    now: 0,
    source: { project: '.', commit: undefined, uncommitted: false, context: undefined, chain: undefined },
  }).statements;
}

describe('prerequisites of engines that share nothing', () => {
  it('are said once, however many ways lead to them', () => {
    const layers = Array.from({ length: 60 }, (_, layer) => {
      const next = layer === 59 ? [] : [`l${layer + 1}`, `r${layer + 1}`];
      return [when(`l${layer}`, next), when(`r${layer}`, next)];
    });
    expect(statementsOf(layers.flat()).every(({ support }) => support === 'exact')).toBe(true);
  });

  it('are refused in long chains, from either end', () => {
    const chain = Array.from({ length: 10_000 }, (_, at) => when(`f${at}`, at === 0 ? [] : [`f${at - 1}`]));
    const reasons = /more than 1000 parts/;
    const last = statementsOf(chain.toReversed());
    expect(last[0]).toMatchObject({ support: 'unsupported', reasons: [expect.stringMatching(reasons)] });
    expect(last.at(-200)).toMatchObject({ support: 'exact' });
    expect(statementsOf(chain).at(-1)).toMatchObject({
      support: 'unsupported',
      reasons: [expect.stringMatching(reasons)],
    });
  });

  it('are refused in circles', () => {
    expect(statementsOf([when('a', ['b']), when('b', ['a'])])).toMatchObject([
      { key: 'a', support: 'unsupported', reasons: ['its prerequisites form a cycle through b'] },
      { key: 'b', support: 'unsupported' },
    ]);
  });
});
