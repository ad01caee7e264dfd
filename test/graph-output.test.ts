import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleFiles } from './support/example-project.ts';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

let repository: TemporaryRepository;

beforeAll(() => {
  repository = temporaryRepository();
});

afterAll(() => repository.remove());

async function run(...args: string[]): Promise<{ stdout: string; stderr: string; exitCode: number | string | undefined }> {
  return runMain(args, repository.path, { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22' });
} // prettier-ignore

/** Writes a project into a folder of its own. */
function project(folder: string, flags: Readonly<Record<string, string>>): string {
  const files = Object.entries(exampleFiles({ flags }));
  repository.write(Object.fromEntries(files.map(([path, text]) => [`${folder}/${path}`, text])));
  return `${repository.path}/${folder}`;
}

describe('JSON', () => {
  it.each([
    ['graph'],
    ['graph', 'payment-api-v2', '--env', 'production'],
    ['graph', '--kind', 'conflict'],
    ['impact', 'payment-api-v2'],
    ['impact', 'express-checkout', '--env', 'staging'],
    ['impact', 'performance-mode'],
    ['impact', 'employees'],
  ])('of %s %s fits its schema', async (command, ...args) => {
    const { stdout, exitCode } = await run(command, ...args, '--json', '--project', `${process.cwd()}/flags.example`);
    expect(exitCode).toBe(0);
    validOutput(command, stdout);
  });
});

describe('hostile projects', () => {
  const hostile = `a"]; evil <script>&'\\`;

  it('cannot break out of a picture by their names', async () => {
    const folder = project('hostile', {
      [hostile]: `affects: ["x\\"] -> y; \\u2028</text><script>alert(1)</script>"]\n`,
      plain: `prerequisites:\n  - flag: ${JSON.stringify(hostile)}\n    variant: ["on\\" onclick=1", "%"]\n    reason: "ends \\\\"\n`,
    });
    repository.write({
      'hostile/systems.yaml':
        'systems:\n  "x\\"] -> y; \\u2028</text><script>alert(1)</script>": { owner: "]]></svg>" }\n',
    });
    const [dot, mermaid, svg, text] = await Promise.all(
      ['dot', 'mermaid', 'svg', 'text'].map(async (format) => {
        const { stdout, stderr, exitCode } = await run('graph', '--project', folder, '--format', format);
        expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
        return stdout;
      }),
    );
    expect(svg).not.toContain('<script');
    expect(svg!.match(/<\/svg>/g)).toHaveLength(1);
    // Whatever the font, no label is wider than the shape that was drawn for it.
    expect(svg!.match(/<text [^>]*textLength="[\d.]+" lengthAdjust="spacingAndGlyphs"/g)).toHaveLength(
      svg!.match(/<text /g)!.length,
    );
    expect(svg!.match(/class="node"/g)).toHaveLength(3);
    expect(svg!.match(/class="edge"/g)).toHaveLength(2);
    expect(dot).toContain('ends \\\\"'); // a backslash at the end does not take the quote with it
    const outside = mermaid!.split('\n').map((line) => line.replace(/"[^"]*"/g, ''));
    expect(outside.join('\n')).not.toMatch(/evil|script|onclick/);
    expect(text).not.toContain('\u2028');
  });

  it('are cut where they are deep: a chain of 3,000, and 60 layers that each need all of the next', async () => {
    const flags: Record<string, string> = {};
    const needs = (keys: readonly string[]): string =>
      keys.length === 0 ? '' : `prerequisites:\n${keys.map((flag) => `  - { flag: ${flag}, reason: It is so for a test. }\n`).join('')}`; // prettier-ignore
    for (let at = 0; at < 3000; at++) flags[`chain-${at}`] = needs(at === 0 ? [] : [`chain-${at - 1}`]);
    for (let layer = 0; layer < 60; layer++) {
      const next = layer === 59 ? [] : [0, 1, 2].map((at) => `layer-${layer + 1}-${at}`);
      for (const at of [0, 1, 2]) flags[`layer-${layer}-${at}`] = needs(next);
    }
    const folder = project('deep', flags);
    const whole = await run('graph', '--project', folder);
    expect(whole.exitCode).toBe(0);
    expect(whole.stdout.split('\n').length).toBeLessThan(200);
    expect(Math.max(...whole.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const hit = await run('impact', 'chain-0', '--project', folder);
    expect(hit.stdout.split('\n').length).toBeLessThan(60);
    expect(hit.stdout).toContain('more flags: --json has every path');
    const layers = await run('impact', 'layer-59-0', '--project', folder);
    expect(layers.stdout.split('\n').length).toBeLessThan(100);
    const json = await run('impact', 'chain-0', '--project', folder, '--json');
    const { dependents } = validOutput('impact', json.stdout) as { dependents: { path: string[]; depth: number }[] };
    expect(dependents).toHaveLength(2999);
    expect(dependents.at(-1)).toMatchObject({ depth: 2999, via: 'chain-2998' });
    expect(dependents.at(-1)!.path).toHaveLength(100);
    expect(await run('graph', '--project', folder, '--format', 'svg')).toMatchObject({ exitCode: 2, stdout: '' });
  }, 60_000);
});
