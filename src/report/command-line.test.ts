import { expect, it } from 'vitest';
import { commandLine, commandLines } from './command-line.ts';

const words = (line: string): string[] => line.split(' ');

it('quotes what a shell would take apart, and puts what is to be filled in in quotes', () => {
  expect(commandLine(['flagwright', 'rollback', 'a b', "it's", '--reason', '...', '$(x)', ''])).toBe(
    `flagwright rollback 'a b' 'it'\\''s' --reason "..." '$(x)' ''`,
  );
});

it('breaks a line where it is full, and keeps an option with its value', () => {
  expect(commandLines(words('flagwright rollback key --env production --apply --reason ...'), 40)).toEqual([
    '  flagwright rollback key \\',
    '    --env production --apply \\',
    '    --reason "..."',
  ]);
});

it('lets a short one be, and does not cut a word', () => {
  expect(commandLines(words('git push'), 80)).toEqual(['  git push']);
  expect(commandLines(['flagwright', 'x'.repeat(90), '--yes'], 80)).toEqual([
    '  flagwright \\',
    `    ${'x'.repeat(90)} \\`,
    '    --yes',
  ]);
});
