import { describe, expect, it } from 'vitest';
import { exampleHistory } from '../../../test/support/example-history.ts';
import { exampleUsage } from '../../../test/support/example-usage.ts';
import { exampleTree } from '../../../test/support/example-project.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { overlay } from '../../platform/overlay.ts';
import type { FileTree } from '../../platform/file-tree.ts';
import { loadProject } from '../../project/load.ts';
import { applyEdits } from '../../source/edit.ts';
import { lintInspector, lintProject } from '../lint.ts';
import { ruleGroups, type Example, type Rule } from '../rule.ts';
import { rules } from './index.ts';

async function lintTree(tree: FileTree, example: Example): Promise<readonly Diagnostic[]> {
  const project = await loadProject(tree, '', { inspector: lintInspector });
  const history = exampleHistory(example, project.manifest);
  const now = Date.parse(example.now ?? '2026-11-22');
  return (await lintProject(project, { now, history, code: exampleUsage })).diagnostics;
}

const shown = (found: readonly Diagnostic[]): string[] =>
  found.map((one) => `${one.file}: ${one.rule}: ${one.message}`);

function matches(rule: Rule, message: string, text: string): boolean {
  const template = rule.messages[message]?.text ?? '';
  const pattern = template
    .split(/\{\w+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`, 's').test(text);
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const messages = Object.keys(rule.messages);

  it('is documented', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.summary).toMatch(/\.$/);
    expect(rule.why.length).toBeGreaterThan(30);
    expect(rule.examples.bad.length).toBeGreaterThan(0);
    expect(rule.examples.good.length).toBeGreaterThan(0);
    for (const { text } of Object.values(rule.messages)) expect(text).not.toMatch(/\.$/);
  });

  it('proves that each of its messages can fire', () => {
    const proved = rule.examples.bad.map((example) => example.message ?? messages[0]);
    expect([...new Set(proved)].sort()).toEqual([...messages].sort());
  });

  it.each(rule.examples.bad.map((example, index) => [index, example] as const))(
    'fires on bad example %i',
    async (_, example) => {
      const found = await lintTree(exampleTree(example), example);
      const own = found.filter((diagnostic) => diagnostic.rule === id);
      expect(own, shown(found).join('\n')).not.toHaveLength(0);
      expect(
        own.some(({ message }) => matches(rule, example.message ?? messages[0] ?? '', message)),
        shown(own).join('\n'),
      ).toBe(true);
      for (const diagnostic of own)
        expect(diagnostic.message + (diagnostic.help ?? '') + (diagnostic.label ?? '')).not.toMatch(/\{\w+\}/);
      for (const diagnostic of own) expect(diagnostic.help, 'says what to do').toBeTruthy();
      const others = new Set(found.map((diagnostic) => diagnostic.rule).filter((other) => other !== id));
      expect([...others].sort(), shown(found).join('\n')).toEqual([...(example.also ?? [])].sort());
    },
  );

  it.each(rule.examples.good.map((example, index) => [index, example] as const))(
    'is silent on good example %i',
    async (_, example) => {
      expect(shown(await lintTree(exampleTree(example), example))).toEqual([]);
    },
  );

  it('leaves a clean project where it has a fix', async () => {
    for (const example of rule.examples.bad) {
      const tree = exampleTree(example);
      const fixable = (await lintTree(tree, example)).filter((diagnostic) => diagnostic.fix);
      const changes = new Map<string, string>();
      for (const { file, fix } of fixable) {
        const before = changes.get(file) ?? new TextDecoder('utf-8', { ignoreBOM: true }).decode(await tree.read(file));
        changes.set(file, applyEdits(before, fix?.edits ?? []));
        const after = await lintTree(overlay(tree, changes), example);
        const fixed = new Set(fixable.filter((one) => one.file === file).map((one) => one.rule));
        expect(shown(after.filter((one) => fixed.has(one.rule) && one.file === file && fixable.length === 1))).toEqual(
          [],
        );
        expect(shown(after.filter((one) => one.rule === 'yaml-syntax'))).toEqual([]);
      }
    }
  });
});

it('are listed by group, and then by name', () => {
  const places = rules.map(({ id, group }) => `${ruleGroups.indexOf(group)} ${id}`);
  expect(places).toEqual([...new Set(places)].sort());
});
