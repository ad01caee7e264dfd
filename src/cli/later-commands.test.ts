import { expect, it } from 'vitest';
import { laterCommands } from '../../build/bundles.js';
import { commands } from './commands.ts';

it('leaves no command out of the smaller bundle that is not one', () => {
  expect(laterCommands.filter((name) => !Object.hasOwn(commands, name))).toEqual([]);
  expect(laterCommands).not.toContain('lint');
});
