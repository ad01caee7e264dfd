import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const top = mkdtempSync(join(tmpdir(), 'flagwright-compiled-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const commands = [['lint'], ['lsp', '--stdio'], ['--version']];

/** Runs a command; gives what Node itself says of compiled code. */
function run(command: readonly string[], home: string): string {
  const env = { PATH: process.env.PATH ?? '', XDG_CACHE_HOME: home, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' };
  const argv = [resolve('bin/flagwright.js'), ...command];
  return spawnSync(process.execPath, argv, { cwd: resolve('flags.example'), env, input: '', encoding: 'utf8' }).stderr;
}

const keptIn = (folder: string): string[] =>
  readdirSync(folder).map((name) => `${name} ${statSync(join(folder, name)).ino}`);

it.each(commands)('what %s was compiled to is used the next time', { timeout: 60_000 }, (...command) => {
  const home = join(top, command[0]!);
  if ('enableCompileCache' in module) {
    run(command, home);
    const said = run(command, home).split('\n').filter((line) => /(run|all)-[0-9a-f]+\.cjs was/.test(line)); // prettier-ignore
    expect(said).toEqual(command[0] === '--version' ? [] : [expect.stringContaining('was accepted')]);
    return;
  }
  for (let runs = 1; runs <= 5; runs++) run(command, home);
  if (command[0] === '--version') return expect(() => keptIn(join(home, 'flagwright'))).toThrow('ENOENT');
  const before = keptIn(join(home, 'flagwright'));
  expect(before).toHaveLength(1);
  run(command, home);
  // It would have been written again, had V8 refused it.
  expect(keptIn(join(home, 'flagwright'))).toEqual(before);
});
