import { describe, expect, it } from 'vitest';
import { userError } from '../../../test/support/host.ts';
import { serverStatus } from './server-status.ts';

const answers = (value: unknown) => async () => ({ status: 200, value });

describe('what is not `flagwright serve`', () => {
  it.each([
    null,
    [],
    'ok',
    {},
    { ready: true },
    { ready: 'yes', environments: {} },
    { ready: true, environments: null },
    { ready: true, environments: ['production'] },
  ])('is said to be something else (%#)', async (value) => {
    const problem = await userError(() => serverStatus('http://flags.internal:8016', answers(value)));
    expect(problem).toMatch(/^flags.internal:8016 is not `flagwright serve`/);
  });

  it('is asked nothing with a password, and the password is not shown', async () => {
    const problem = await userError(() => serverStatus('http://ada:secret@flags.internal', answers({})));
    expect(problem).toMatch(/^--server has a name or a password in it/);
    expect(problem).not.toContain('secret');
  });
});
