import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { someOf } from './support/depth.ts';
import { exampleFiles } from './support/example-project.ts';
import { hostileProjects } from './support/hostile-projects.ts';
import { hostileTexts } from './support/hostile-texts.ts';
import { runMain } from './support/transcript.ts';

/**
 * The time of lint may grow with the size of what it reads, not with its square: at eight times the size, by 2.5 for each
 * doubling. What is measured is the processor's time, the least of a few runs; a square would give 64, and no machine is so
 * uneven. How long it takes and how much space, bench/hostile.bench.js shows.
 */
const times = 8;
const mayGrow = 2.5 ** 3;
/** In ms of the processor: what takes less than this is not told apart from nothing. */
const noise = 20;
const attempts = 3;

const top = mkdtempSync(join(tmpdir(), 'flagwright-growth-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

let folders = 0;

function project(files: Readonly<Record<string, string>>): string {
  const folder = join(top, String(++folders));
  for (const [path, text] of Object.entries(files)) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  return folder;
}

async function processorTime(folder: string): Promise<number> {
  const start = process.cpuUsage();
  const { exitCode, stderr } = await runMain(['lint', '--json'], folder, {});
  expect([0, 1]).toContain(exitCode);
  expect(stderr).not.toContain('bug');
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Measures again while it seems to grow too much. */
async function growth(
  small: Readonly<Record<string, string>>,
  large: Readonly<Record<string, string>>,
): Promise<number> {
  const [few, many] = [project(small), project(large)];
  let [least, most] = [Infinity, Infinity];
  for (let attempt = 0; attempt < attempts; attempt++) {
    least = Math.min(least, await processorTime(few));
    most = Math.min(most, await processorTime(many));
    if (most / Math.max(least, noise) <= mayGrow) break;
  }
  rmSync(few, { recursive: true });
  rmSync(many, { recursive: true });
  return most / Math.max(least, noise);
}

describe('time grows with the size, not with its square', () => {
  const size = 32 * 1024;
  it.each(someOf(hostileTexts))('of a text: $name', { timeout: 120_000 }, async ({ make }) => {
    const files = (text: string): Record<string, string> => ({ ...exampleFiles({}), 'x-flag.flag.yaml': text });
    expect(await growth(files(make(size)), files(make(times * size)))).toBeLessThanOrEqual(mayGrow);
  });

  const parts = 150;
  it.each(someOf(hostileProjects))('of a project: $name', { timeout: 120_000 }, async ({ make }) => {
    expect(await growth(make(parts), make(times * parts))).toBeLessThanOrEqual(mayGrow);
  });
});
