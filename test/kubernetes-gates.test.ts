import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../src/diagnostic/diagnostic.ts';
import { lintInspector, lintProject } from '../src/lint/lint.ts';
import { memoryTree } from '../src/platform/memory-tree.ts';
import { loadProject } from '../src/project/load.ts';
import { fileOf, gateProject, gates, type Gate } from './support/kubernetes-gates.ts';
import { spanOf } from './support/lint-report.ts';
import { runMain } from './support/transcript.ts';

/** A set of flags that others keep, large and grown over ten years: lint must say nothing but what is wrong. */

type Files = Readonly<Record<string, string>>;

const clean = gateProject(gates);
const needed = [...new Set(gates.flatMap((gate) => gate.needs))];
const keys = (diagnostics: readonly Diagnostic[]): (string | undefined)[] => diagnostics.map(({ flag }) => flag);
const inOrder = (some: readonly Gate[]): string[] => {
  const files = some.map(({ name }) => fileOf(name)).sort();
  return files.map((file) => file.replace('.flag.yaml', ''));
};

async function lint(files: Files): Promise<readonly Diagnostic[]> {
  const project = await loadProject(memoryTree(files), '', { inspector: lintInspector });
  return (await lintProject(project, { now: Date.parse('2026-11-22') })).diagnostics;
}

/** The set with one text of a gate's file replaced. */
function edited(name: string, from: string, to: string, files: Files = clean): Files {
  const file = fileOf(name);
  const text = files[file] ?? '';
  if (!text.includes(from)) throw new Error(`${file} does not hold "${from}"`);
  return { ...files, [file]: text.replace(from, to) };
}

/** The set with the facts of one gate changed. */
function altered(name: string, facts: Partial<Gate>): Files {
  return gateProject(gates.map((gate) => (gate.name === name ? { ...gate, ...facts } : gate)));
}

/** The place of a text in the file of a gate, which holds it after `before`. */
function placeIn(files: Files, name: string, text: string, before = ''): Pick<Diagnostic, 'file' | 'span'> {
  const file = fileOf(name);
  const { start, end } = spanOf(files[file] ?? '', before + text);
  return { file, span: { start: start + before.length, end } };
}

/** Gates that cannot do without one, directly or through others. */
function dependents(name: string): Gate[] {
  const found = new Set([name]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const gate of gates) if (gate.needs.some((need) => found.has(need))) found.add(gate.name);
  }
  return gates.filter((gate) => gate.name !== name && found.has(gate.name));
}

describe('the feature gates of Kubernetes 1.35', () => {
  it('are a set of real size', () => {
    expect(Object.keys(clean)).toHaveLength(208 + 2);
    expect(gates.flatMap(({ needs }) => needs)).toHaveLength(39);
    expect(needed.filter((name) => !gates.some((gate) => gate.name === name))).toEqual([]);
  });

  it('are consistent: lint is silent', async () => {
    expect(await lint(clean)).toEqual([]);
  });
});

describe('a break in them is found, and nothing else', () => {
  it('a dependency misspelt, in the middle of a chain', async () => {
    const files = edited('DRADeviceTaints', 'dynamic-resource-allocation', 'dynamic-resource-alocation');
    expect(await lint(files)).toEqual([
      {
        rule: 'unknown-prerequisite',
        severity: 'error',
        message: 'prerequisite "dynamic-resource-alocation" does not exist',
        label: 'no flag has this key',
        help: 'did you mean "dynamic-resource-allocation"?',
        flag: 'dra-device-taints',
        ...placeIn(files, 'DRADeviceTaints', 'dynamic-resource-alocation'),
        related: [],
      },
    ]);
  });

  it('a dependency named as the gate is, not as its key', async () => {
    const files = edited('ImageVolumeWithDigest', 'flag: image-volume', 'flag: ImageVolume');
    const [only, ...others] = await lint(files);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ rule: 'unknown-prerequisite', help: 'did you mean "image-volume"?' });
  });

  it('a cycle of two gates', async () => {
    const files = altered('DRADeviceTaints', { needs: ['DynamicResourceAllocation', 'DRADeviceTaintRules'] });
    expect(await lint(files)).toEqual([
      {
        rule: 'prerequisite-cycle',
        severity: 'error',
        message: 'prerequisites form a cycle: dra-device-taint-rules → dra-device-taints → dra-device-taint-rules',
        label: 'leads back to dra-device-taint-rules',
        help: 'remove one of these prerequisites',
        flag: 'dra-device-taint-rules',
        ...placeIn(files, 'DRADeviceTaintRules', 'dra-device-taints'),
        related: [
          {
            message: 'dra-device-taints needs dra-device-taint-rules',
            ...placeIn(files, 'DRADeviceTaints', 'dra-device-taint-rules'),
          },
        ],
      },
    ]);
  });

  it('a gate on by default without one that it needs', async () => {
    const files = edited('UserNamespacesSupport', '  default: true', '  default: false');
    expect(await lint(files)).toEqual([
      {
        rule: 'prerequisite-disabled',
        severity: 'error',
        message: 'proc-mount-type is on in default, but needs user-namespaces-support, which is off there',
        label: 'never serves "on" in default',
        help: 'switch user-namespaces-support on in default, or proc-mount-type off',
        flag: 'proc-mount-type',
        ...placeIn(files, 'ProcMountType', 'user-namespaces-support'),
        related: [{ message: 'switched off here', ...placeIn(files, 'UserNamespacesSupport', 'false', '  default: ') }],
      },
    ]);
  });

  it.each(needed)('all gates that need %s, once it is switched off', async (name) => {
    const diagnostics = await lint(edited(name, 'all-alpha: true', 'all-alpha: false'));
    expect(keys(diagnostics)).toEqual(inOrder(dependents(name)));
    expect(new Set(diagnostics.map(({ rule, severity }) => `${severity} ${rule}`))).toEqual(
      new Set(['warning prerequisite-disabled']),
    );
  });

  it('a stable gate that needs a less stable one', async () => {
    const files = altered('UserNamespacesSupport', { stage: 'alpha' });
    expect(await lint(files)).toEqual([
      {
        rule: 'prerequisite-expires-first',
        severity: 'warning',
        message:
          'user-namespaces-support expires on 2027-04-30, before proc-mount-type, which needs it until 2027-12-31',
        label: 'expires on 2027-04-30',
        help: 'let proc-mount-type expire first, or extend user-namespaces-support, or drop this prerequisite when it retires',
        flag: 'proc-mount-type',
        ...placeIn(files, 'ProcMountType', 'user-namespaces-support'),
        related: [{ message: 'the end of the prerequisite', ...placeIn(files, 'UserNamespacesSupport', '2027-04-30') }],
      },
    ]);
  });

  it('gates that have been alpha or beta for longer than three years', async () => {
    const manifest = clean['flagwright.yaml']?.replace('release: { maxAge: 5500d }', 'release: { maxAge: 1095d }');
    const diagnostics = await lint({ ...clean, 'flagwright.yaml': manifest ?? '' });
    // Alpha until April 2027, beta until December 2027; a release every four months, 1.35 in December 2025.
    const lastTooOld: Partial<Record<Gate['stage'], number>> = { alpha: 30, beta: 32 };
    const old = gates.filter(({ stage, since }) => Number(since.split('.')[1]) <= (lastTooOld[stage] ?? -1));
    expect(keys(diagnostics)).toEqual(inOrder(old));
    expect(new Set(diagnostics.map(({ rule }) => rule))).toEqual(new Set(['expiry-too-far']));
  });

  it('the conflict of 1.33, for which Kubernetes left a dependency out', async () => {
    const at = (name: string, stage: Gate['stage'], on: boolean, ...needs: string[]): Gate => {
      return { name, module: 'kubernetes', stage, since: '1.33', default: on, locked: false, needs };
    };
    const files = gateProject([
      at('DynamicResourceAllocation', 'beta', false),
      at('DRAAdminAccess', 'alpha', false, 'DynamicResourceAllocation'),
      at('DRADeviceTaints', 'alpha', false, 'DynamicResourceAllocation'),
      at('DRAPrioritizedList', 'alpha', false, 'DynamicResourceAllocation'),
      at('DRAResourceClaimDeviceStatus', 'beta', true, 'DynamicResourceAllocation'),
    ]);
    expect((await lint(files)).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`)).toEqual([
      'error prerequisite-disabled: dra-resource-claim-device-status is on in default, ' +
        'but needs dynamic-resource-allocation, which is off there',
    ]);
  });
});

describe('flagwright lint on the gates', () => {
  async function lintFolder(files: Files): Promise<{ stdout: string; stderr: string; exitCode: number }> {
    const folder = mkdtempSync(join(tmpdir(), 'flagwright-'));
    try {
      for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
      return await runMain(['lint', '--quiet'], folder, {});
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it('has nothing to say', async () => {
    expect(await lintFolder(clean)).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "stderr": "",
        "stdout": "208 flags: no problems (210 files)
      ",
      }
    `);
  });

  it('shows both sides of a break', async () => {
    const files = edited('UserNamespacesSupport', '  default: true', '  default: false');
    const { stdout, stderr, exitCode } = await lintFolder(files);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
    expect(stdout).toMatchInlineSnapshot(`
      "error[prerequisite-disabled]: proc-mount-type is on in default, but needs
      user-namespaces-support, which is off there
        --> proc-mount-type.flag.yaml:8:13
         |
       7 | prerequisites:
       8 |   - { flag: user-namespaces-support, variant: on }
         |             ^^^^^^^^^^^^^^^^^^^^^^^ never serves "on" in default
         |
        ::: user-namespaces-support.flag.yaml:10:12
         |
      10 |   default: false
         |            ----- switched off here
         |
      help: switch user-namespaces-support on in default, or proc-mount-type off

      1 error in 208 flags (210 files)
      "
    `);
  });
});
