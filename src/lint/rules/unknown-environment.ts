import { alternatives } from '../../diagnostic/suggest.ts';
import type { Place } from '../../diagnostic/problem.ts';
import { projectRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';

export const unknownEnvironment = projectRule({
  id: 'unknown-environment',
  group: 'targeting',
  summary: 'A flag, spec or policy names an environment that flagwright.yaml does not have.',
  why: 'The block has no effect: the flag stays off in the environment that was meant, a spec tests nothing, or a rule of the policy is about no change.',
  severity: 'error',
  apart: 'if-silent',
  messages: { unknown: { text: 'environment "{name}" does not exist', label: 'not in flagwright.yaml' } },
  examples: {
    bad: [
      { flags: { 'fast-search': 'environments: { prodution: true }\n' } },
      {
        flags: { 'fast-search': 'tags: [search]\n' },
        files: {
          'fast-search.spec.yaml':
            'flag: fast-search\ncases:\n  - name: everybody has it\n    environment: live\n    context: { targetingKey: u-1 }\n    expect: { variant: on }\n',
        },
      },
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: production-by-owner, when: { environments: [prodution] }, authors: [owner] }\n',
        },
      },
    ],
    good: [{ flags: { 'fast-search': 'environments: { staging: true, production: false }\n' } }],
  },
  check({ project: { manifest, flags, specs, policy }, report }) {
    if (!manifest.environments) return;
    const suggest = suggestions();
    const known = new Set(manifest.environments.map(({ name }) => name));
    const all = known.size <= 8 ? alternatives([...known], 'and') : `${known.size} environments`;
    const look = (name: string, at: Place): void => {
      if (known.has(name)) return;
      const help = suggest(name, known) ?? `flagwright.yaml has ${all}; add "${name}" there, or remove it here`;
      report(at, { message: 'unknown', data: { name }, help });
    };
    for (const { file, environments } of flags.values()) {
      for (const name of Object.keys(environments)) look(name, { file, path: ['environments', name], part: 'key' });
    }
    for (const { kind, name, path } of policy?.references ?? []) {
      if (kind === 'environment') look(name, { file: policy?.file ?? '', path });
    }
    for (const { file, environments } of specs) {
      for (const { name, path } of environments) look(name, { file, path });
    }
  },
});
