import { Command } from 'commander';
import { expect, it } from 'vitest';
import { commands } from './commands.ts';

it('knows every command by the name under which it registers', () => {
  const registered = Object.values(commands).map((command) => command.register(new Command(), async () => {}).name());
  expect(registered).toEqual(Object.keys(commands));
});
