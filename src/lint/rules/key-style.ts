import { fileName } from '../../model/file-kind.ts';
import { isInStyle, isKey, toKey } from '../../model/key.ts';
import { projectRule } from '../rule.ts';

const manifest = (keys: string): Readonly<Record<string, string>> => ({
  'flagwright.yaml': `version: 1
keys: ${keys}
environments:
  development: {}
  staging: {}
  production: { critical: true }
`,
});

export const keyStyle = projectRule({
  id: 'key-style',
  group: 'identity',
  summary: 'A key is not written as the manifest asks.',
  why: 'Where some keys read `fast-search` and others `fastSearch`, people type the wrong one and do not find the flag. `keys` in flagwright.yaml sets the style; without it every style is fine.',
  severity: 'error',
  apart: 'always',
  messages: {
    style: {
      text: 'the key "{key}" is not in {style}, which flagwright.yaml asks for',
      help: 'rename the file to {name}, or change keys in flagwright.yaml',
    },
  },
  examples: {
    bad: [
      { flags: { fastSearch: '' }, files: manifest('kebab-case') },
      { flags: { 'fast-search': '' }, files: manifest('camelCase') },
      { flags: { 'Fast-Search': '' }, files: manifest('snake_case') },
    ],
    good: [
      { flags: { 'fast-search': '', search2: '' }, files: manifest('kebab-case') },
      { flags: { fastSearch: '', search2: '' }, files: manifest('camelCase') },
      { flags: { fast_search: '', search2: '' }, files: manifest('snake_case') },
      { flags: { 'fast-search': '', fastRanking: '', slow_search: '' } },
    ],
  },
  check({ project, report }) {
    const { keys: style } = project.manifest;
    if (style === undefined) return;
    for (const { kind, key, file } of project.files.values()) {
      if ((kind !== 'flag' && kind !== 'segment') || !isKey(key) || isInStyle(key, style)) continue;
      const better = toKey(key, style);
      const help = better === undefined ? `rename the file so that its key is in ${style}` : undefined;
      const data = { key, style, name: fileName(kind, better ?? key) };
      report({ file, path: [], part: 'key' }, { message: 'style', data, help });
    }
  },
});
