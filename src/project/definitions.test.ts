import { describe, expect, it } from 'vitest';
import { memoryTree } from '../platform/memory-tree.ts';
import { loadProject } from './load.ts';
import { evaluatorOf, readDefinitions } from './definitions.ts';

const project = (files: Record<string, string>) =>
  loadProject(memoryTree({ 'flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n', ...files }), '');

describe('readDefinitions', () => {
  it('reads a flag with its prerequisites and segments, and nothing else', async () => {
    const definitions = await readDefinitions(
      await project({
        'one.flag.yaml':
          'prerequisites: [{ flag: two }]\nenvironments: { production: { enabled: true, rules: [{ name: all-of, when: { segment: inner }, serve: on }], otherwise: off } }\n',
        'two.flag.yaml': 'environments: { production: true }\n',
        'three.flag.yaml': 'environments: { production: true }\n',
        'inner.segment.yaml': 'when: { segment: outer }\n',
        'outer.segment.yaml': 'when: { attribute: country, equals: DE }\n',
      }),
      ['one'],
    );
    expect([...definitions.flags.keys()]).toEqual(['one', 'two']);
    expect([...definitions.segments.keys()]).toEqual(['inner', 'outer']);
    const evaluator = evaluatorOf(definitions, 'production');
    expect(evaluator.evaluate('one', { country: 'DE' }, { now: 0 })).toMatchObject({ variant: 'on' });
    expect(evaluator.evaluate('one', { country: 'FR' }, { now: 0 })).toMatchObject({ variant: 'off' });
  });

  it('brings JsonLogic if one of the flags has some', async () => {
    const files = {
      'one.flag.yaml': 'prerequisites: [{ flag: two }]\nenvironments: { production: true }\n',
      'two.flag.yaml':
        'environments: { production: { enabled: true, targeting: { if: [{ ends_with: [{ var: email }, "@example.com"] }, "on"] }, otherwise: off } }\n',
      'three.flag.yaml': 'environments: { production: true }\n',
    };
    const definitions = await readDefinitions(await project(files), ['one']);
    const evaluator = evaluatorOf(definitions, 'production');
    expect(evaluator.evaluate('one', { email: 'a@example.com' }, { now: 0 })).toMatchObject({ variant: 'on' });
    expect(evaluator.evaluate('one', {}, { now: 0 })).toMatchObject({ reason: 'PREREQUISITE_FAILED' });
    expect((await readDefinitions(await project(files), ['three'])).jsonLogic).toBeUndefined();
  });

  it('gives an error for a flag whose file cannot be read', async () => {
    const definitions = await readDefinitions(await project({ 'one.flag.yaml': 'a: [\n' }));
    const evaluation = evaluatorOf(definitions, 'production').evaluate('one', {}, { now: 0 });
    expect(evaluation).toMatchObject({ reason: 'ERROR', errorCode: 'PARSE_ERROR' });
  });
});
