import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/run.ts';

const schema = JSON.parse(readFileSync('schemas/output/lint.schema.json', 'utf8')) as object;
const validate = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true, allErrors: true }).compile(schema);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-'));
  cpSync('flags.example', folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function lint(...options: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const exitCode = await run(['lint', '--now', '2026-11-22', ...options], {
    stdin: { isTTY: false, async *[Symbol.asyncIterator]() {} },
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env: {},
    cwd: () => folder,
  });
  return { exitCode, stdout, stderr };
}

describe('flagwright lint, in every format', () => {
  const formats = {
    text: /^warning\[unused-suppression\]: [^]*\n1 warning in 5 flags \(/,
    json: /"rule": "unused-suppression"/,
    github: /^::warning file=segments\/employees\.segment\.yaml,line=1,[^\n]*\n1 warning in 5 flags/,
    sarif: /"ruleId": "unused-suppression",\s+"ruleIndex": 0/,
    gitlab: /^\[\s+\{\s+"description"/,
    junit: /<testsuite name="flagwright lint" tests="1" failures="0"/,
    markdown: /^### Flagwright lint: 1 warning\n/,
  };
  const file = 'segments/employees.segment.yaml';
  const clean = readFileSync(join('flags.example', file), 'utf8');

  it.each(Object.entries(formats))('prints %s, all of it to stdout', async (format, expected) => {
    writeFileSync(join(folder, file), `# flagwright-ignore no-such-rule: because\n${clean}`);
    const { exitCode, stdout, stderr } = await lint('--format', format);
    expect(stderr).toBe('note: 4 rules need git history and were skipped: this is not a git repository\n');
    expect(stdout).toMatch(expected);
    expect(stdout).toMatch(/[^\n]\n$/);
    expect(exitCode).toBe(0);
  });

  it('prints JSON that its schema describes, with diagnostics and without', async () => {
    for (const prefix of ['# flagwright-ignore no-such-rule: because\n', '']) {
      writeFileSync(join(folder, file), prefix + clean);
      const { exitCode, stdout } = await lint('--json', '--fail-on', 'warning');
      const output = JSON.parse(stdout) as { ok: boolean; diagnostics: object[] };
      expect(validate(output), JSON.stringify(validate.errors)).toBe(true);
      expect(output.diagnostics).toHaveLength(prefix === '' ? 0 : 1);
      expect(output.ok).toBe(prefix === '');
      expect(exitCode).toBe(prefix === '' ? 0 : 1);
    }
  });
});
