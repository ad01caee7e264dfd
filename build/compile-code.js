// node build/compile-code.js NAME: runs the bundle over the example, so that V8 compiles what the commands need that people wait
// for, and keeps the code beside it, for each group of commands that run much of the same code. It is valid for this version
// of V8 alone; any other ignores it. Each group takes a process of its own: NAME GROUP.
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const [, , name, alike] = process.argv;
const { outputFiles } = buildSync({
  entryPoints: [`${root}src/cli/load-compiled.ts`],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { commandsAlike, loadCompiled } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

/** A repository of the example in which one flag has a second version; undefined where git is not installed. */
function makeRepository() {
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-build-'));
  const git = (...args) => {
    const who = ['-c', 'user.name=build', '-c', 'user.email=build@localhost', '-c', 'commit.gpgSign=false'];
    execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' });
  };
  const flag = join(folder, 'checkout/express-checkout.flag.yaml');
  cpSync(`${root}flags.example`, folder, { recursive: true });
  try {
    git('init', '--quiet');
    for (const message of ['first', 'second', 'third']) {
      appendFileSync(flag, `# ${message}\n`);
      writeFileSync(
        flag,
        readFileSync(flag, 'utf8').replace(/^description: .*/m, `description: The ${message} version.`),
      );
      git('add', '--all');
      git('commit', '--quiet', '--no-verify', '--message', message);
    }
    return folder;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
}

/** Runs a command of the bundle in this process. */
async function run(exports, cwd, command) {
  const io = {
    stdin: (async function* () {})(),
    stdout: { write: () => true },
    stderr: { write: (text) => process.stderr.write(text) },
    env: { ...process.env, FLAGWRIGHT_NOW: '2026-11-22' },
    cwd: () => cwd,
  };
  const code = await exports.run(command, io);
  if (code > 1) throw new Error(`the built ${command.join(' ')} ended with ${code}`);
}

/** What of each command is worth keeping, on the example as it stands and on a repository of it. */
const onExample = {
  lint: [['lint', '--quiet'], ['status'], ['list']],
  graph: [['graph'], ['impact', 'payment-api-v2']],
};
const onRepository = {
  history: [
    // Twice: what is read from git the first time comes out of the index then.
    ['history', 'express-checkout'],
    ['history', 'express-checkout'],
    ['blame', 'express-checkout'],
    ['show', 'express-checkout', '--at', 'HEAD~'],
    ['diff', 'HEAD~2..HEAD'],
  ],
  rollback: [
    ['rollback', 'performance-mode', '--off', '--env', 'staging'],
    ['rollback', 'payment-api-v2', '--off', '--env', 'production'],
  ],
};

async function compile() {
  const { exports, script } = loadCompiled(`${root}dist`, name, alike);
  for (const command of onExample[alike] ?? []) await run(exports, `${root}flags.example`, command);
  const repository = alike in onRepository ? makeRepository() : undefined;
  try {
    if (repository) for (const command of onRepository[alike]) await run(exports, repository, command);
  } finally {
    if (repository) rmSync(repository, { recursive: true, force: true });
  }
  writeFileSync(`${root}dist/${name}.${alike}.code`, script.createCachedData());
}

if (alike !== undefined) await compile();
else {
  // What is found out in git once is remembered, so most runs never need that code, and it is not kept either.
  spawnSync(process.execPath, [`${root}bin/flagwright.js`, 'lint', '--quiet'], { cwd: `${root}flags.example` });
  for (const one of Object.keys(commandsAlike)) {
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, one], { stdio: 'inherit' });
  }
}
