import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import fc from 'fast-check';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/cli/commands.ts';
import { runsOf } from './support/depth.ts';
import { anyValue, edits, piece, replacePart } from './support/mutations.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

/** Whatever comes in, the answer is one of these: 3 is a bug, and so is a stack. */
const answers = [0, 1, 2];

let repository: TemporaryRepository;
let inputs = 0;

beforeAll(() => {
  repository = temporaryRepository();
  cpSync('flags.example', repository.path, { recursive: true });
  repository.commit('Start');
  for (const [from, to] of [
    ['25', '30'],
    ['30', '45'],
  ]) {
    const path = join(repository.path, 'checkout/express-checkout.flag.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace(`on: ${from}`, `on: ${to}`));
    repository.commit(`From ${from} to ${to}`);
  }
});

afterAll(() => {
  process.stdout.write(`fuzz: ${inputs} inputs\n`);
  repository.remove();
});

async function tolerates(args: readonly string[], input = ''): Promise<void> {
  inputs++;
  const { exitCode, stdout, stderr } = await runMain(args, repository.path, repository.env, input);
  const shown = `${JSON.stringify(args)} ended with ${exitCode}: ${stderr}`;
  expect(answers.includes(exitCode), shown).toBe(true);
  expect(/^\s+at .+:\d+:\d+\)?$/m.test(stdout + stderr), shown).toBe(false);
}

/** Runs a property so often, always on the same inputs. */
const check = (numRuns: number, property: fc.IAsyncProperty<never>): Promise<void> =>
  fc.assert(property as fc.IAsyncProperty<unknown>, { numRuns: runsOf(numRuns), seed: 20261122 });

function filesBelow(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.yaml')).toSorted();
}

/** Puts a file in the place of one of the project, for as long as something runs. */
async function withFile(name: string, content: string | Uint8Array, work: () => Promise<void>): Promise<void> {
  const path = join(repository.path, name);
  const before = existsSync(path) ? readFileSync(path) : undefined;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  try {
    await work();
  } finally {
    if (before === undefined) rmSync(path, { force: true });
    else writeFileSync(path, before);
  }
}

const names = filesBelow('flags.example');
const readers: readonly (readonly string[])[] = [
  ['lint', '--json'],
  ['lint', '--format', 'sarif'],
  ['list'],
  ['status'],
  ['graph', '--format', 'svg'],
  ['graph', '--format', 'mermaid'],
  ['test'],
  ['show', 'express-checkout'],
  ['evaluate', '--env', 'production'],
  ['impact', 'payment-api-v2'],
  ['diff'],
  ['simulate', 'express-checkout', '--env', 'production', '--size', '50'],
  ['rollback', 'express-checkout', '--env', 'production'],
  ['rollback', 'payment-api-v2', '--off', '--cascade'],
  ['history', 'express-checkout'],
  ['blame', 'express-checkout'],
  ['audit'],
  ['audit', 'verify'],
  ['git', 'textconv', 'checkout/express-checkout.flag.yaml'],
];
const reader = fc.constantFrom(...readers);
const file = fc.constantFrom(...names);
const timeout = 300_000;

/**
 * A server would run until somebody ends it: with such a bus it ends before it listens. That for editors speaks over the
 * streams of a process, which are not here; it has a test of its own.
 */
function startOf(name: string): string[] {
  if (name === 'lsp') return [name, '--help'];
  return name === 'serve' ? [name, '--bus=nowhere'] : [name];
}

describe('no input makes a command fail', () => {
  it('bytes of a file', { timeout }, () =>
    check(
      700,
      fc.asyncProperty(file, edits, reader, (name, change, args) =>
        withFile(name, change(readFileSync(join(repository.path, name))), () => tolerates(args)),
      ) as never,
    ),
  );

  it('the structure of a file', { timeout }, () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    const change = fc.record({ where: part, value: anyValue, rename: fc.option(piece, { nil: undefined, freq: 3 }) });
    return check(
      800,
      fc.asyncProperty(file, fc.array(change, { minLength: 1, maxLength: 3 }), reader, (name, changes, args) => {
        const value: unknown = parse(readFileSync(join(repository.path, name), 'utf8'));
        const changed = changes.reduce(
          (now, { where, value: put, rename }) => replacePart(now, where, put, rename),
          value,
        );
        return withFile(name, JSON.stringify(changed) ?? '', () => tolerates(args));
      }) as never,
    );
  });

  it('versions of the past', { timeout }, () =>
    check(
      40,
      fc.asyncProperty(file, edits, reader, async (name, change, args) => {
        const before = repository.git('rev-parse', 'HEAD');
        writeFileSync(join(repository.path, name), change(readFileSync(join(repository.path, name))));
        repository.commit('Broken');
        await tolerates(args);
        repository.git('reset', '--quiet', '--hard', before);
        await tolerates(args);
      }) as never,
    ),
  );

  it('contexts', { timeout }, () => {
    const text = fc.oneof(
      anyValue.map((value) => JSON.stringify(value) ?? ''),
      fc
        .dictionary(fc.oneof(piece, fc.constantFrom('targetingKey', 'email', 'country', 'appVersion')), anyValue)
        .map((one) => JSON.stringify(one)),
      piece,
    );
    return check(
      400,
      fc.asyncProperty(text, fc.array(piece, { maxLength: 2 }), (context, attributes) =>
        tolerates([
          'evaluate',
          'express-checkout',
          '--env',
          'production',
          `--context=${context}`,
          ...attributes.map((one) => `--attribute=${one}`),
        ]),
      ) as never,
    );
  });

  it('populations', { timeout }, () => {
    const rows = fc.array(fc.array(piece, { maxLength: 4 }), { maxLength: 6 });
    const text = fc.oneof(
      rows.map((some) => some.map((row) => row.join(',')).join('\n')),
      rows.map((some) =>
        ['targetingKey,country,orders', ...some.map((row) => row.map((cell) => JSON.stringify(cell)).join(','))].join(
          '\r\n',
        ),
      ),
      fc.array(anyValue, { maxLength: 4 }).map((some) => JSON.stringify(some)),
      fc.array(anyValue, { maxLength: 4 }).map((some) => some.map((one) => JSON.stringify(one)).join('\n')),
    );
    return check(
      300,
      fc.asyncProperty(text, (input) =>
        tolerates(['simulate', 'express-checkout', '--env', 'production', '--population', '-'], input),
      ) as never,
    );
  });

  it('measurements', { timeout }, () => {
    const cells = fc.array(fc.oneof(piece, fc.constantFrom('u-1', 'on', '2026-11-03', '1')), { maxLength: 6 });
    const rows = fc.array(cells, { maxLength: 6 });
    const text = fc.oneof(
      rows.map((some) => ['key,variant,at,metric,value', ...some.map((row) => row.join(','))].join('\n')),
      rows.map((some) => some.map((row) => JSON.stringify(Object.fromEntries(row.map((cell, at) => [['key', 'variant', 'at', 'metric', 'value', 'flag'][at], cell])))).join('\n')), // prettier-ignore
      fc.array(anyValue, { maxLength: 4 }).map((some) => some.map((one) => JSON.stringify(one)).join('\n')),
    );
    return check(
      300,
      fc.asyncProperty(text, (input) =>
        tolerates(['impact-report', 'express-checkout', '--env', 'production', '--outcomes', '-'], input),
      ) as never,
    );
  });

  it('what is kept for the next run', { timeout }, async () => {
    for (const args of readers) await tolerates(args);
    const kept = join('.git', 'flagwright');
    const stores = fc.constantFrom(...readdirSync(join(repository.path, kept)).toSorted());
    await check(
      300,
      fc.asyncProperty(stores, edits, reader, async (name, change, args) => {
        const path = join(repository.path, kept, name);
        if (!existsSync(path)) await tolerates(args);
        await withFile(join(kept, name), change(existsSync(path) ? readFileSync(path) : Buffer.from('x')), () =>
          tolerates(args),
        );
      }) as never,
    );
  });

  it('a journal', { timeout }, () => {
    const head = (): string => repository.git('rev-parse', 'HEAD');
    const journal = fc.record(
      {
        ref: fc.oneof(piece, fc.constant('refs/heads/main')),
        before: piece,
        commit: piece,
        paths: anyValue,
        subject: piece,
        pid: anyValue,
        host: piece,
        token: piece,
      },
      { requiredKeys: [] },
    );
    return check(
      120,
      fc.asyncProperty(
        journal,
        fc.boolean(),
        fc.constantFrom(['status'], ['lint'], ['reviewed', 'performance-mode']),
        (value, isReal, args) => {
          const real = {
            before: head(),
            commit: head(),
            paths: ['nothing.flag.yaml'],
            ref: 'refs/heads/main',
            pid: 999_999,
            host: 'elsewhere',
            token: '1-2',
            subject: '',
          };
          const text = JSON.stringify(isReal ? { ...real, ...value } : value);
          return withFile('.git/flagwright-journal.json', text, () => tolerates(args));
        },
      ) as never,
    );
  });

  it('options and arguments', { timeout }, () => {
    const known = Object.values(commands).flatMap(({ register }) => {
      const command = register(new Command(), async () => {});
      return [command, ...command.commands].map((one) => ({
        words: one === command ? startOf(one.name()) : [command.name(), one.name()],
        // Watching and serving end when somebody ends them.
        flags: one.options
          .map(({ long, required }) => ({ long: long ?? '', takesValue: required }))
          .filter(({ long }) => long !== '--watch' && long !== '--serve'),
      }));
    });
    const value = fc.oneof(
      // What is written must stay below the repository.
      piece.filter((text) => !/^[/~]|\.\.|^[A-Z]:/.test(text)),
      fc.constantFrom('express-checkout', 'production', 'HEAD', 'v1', '2', 'json', 'text', 'checkout'),
    );
    const line = fc.constantFrom(...known).chain(({ words, flags }) =>
      fc.tuple(
        fc.constant(words),
        fc.array(value, { maxLength: 2 }),
        fc
          .subarray(flags, { maxLength: Math.min(3, flags.length) })
          .chain((some) =>
            fc.tuple(
              ...some.map(({ long, takesValue }) =>
                takesValue ? value.map((one) => `${long}=${one}`) : fc.constant(long),
              ),
            ),
          ),
      ),
    );
    return check(
      600,
      fc.asyncProperty(line, async ([words, values, options]) => {
        await tolerates([...words, ...options, '--', ...values]);
        repository.git('reset', '--quiet', '--hard');
        repository.git('clean', '-ffdqx');
      }) as never,
    );
  });
});
