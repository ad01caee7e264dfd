import { describe, expect, it } from 'vitest';
import { userError } from '../../test/support/host.ts';
import { diagnostic } from '../../test/support/lint-report.ts';
import { refuseNewErrors } from './refuse-errors.ts';

describe('refuseNewErrors', () => {
  const old = diagnostic({ message: 'it was there', help: 'correct it' });

  it('lets pass what was there already, and warnings', () => {
    expect(() => refuseNewErrors('it', [old], [old, diagnostic({ severity: 'warning' })])).not.toThrow();
  });

  it('names the first error that would be new', async () => {
    const added = diagnostic({ message: 'it is new', help: undefined });
    const call = () => refuseNewErrors('the new flag', [old], [old, added, diagnostic({ message: 'and this' })]);
    expect(await userError(call)).toBe(
      'the new flag would add an error to the project: it is new [unknown-owner] (and 1 more) / ' +
        '`flagwright explain unknown-owner` says more',
    );
  });
});
