import { fileName } from '../../model/file-kind.ts';
import { isKey } from '../../model/key.ts';
import { spanAt } from '../../source/document.ts';
import { resolvePlain } from '../../source/scalar.ts';
import type { FlagFile } from '../../schema/generated/files.ts';
import { fileRule } from '../rule.ts';

export const keyMismatch = fileRule({
  id: 'key-mismatch',
  group: 'identity',
  summary: '`key` differs from the file name.',
  why: 'The file name is the key. A different `key` inside makes people look for a flag that does not exist.',
  severity: 'error',
  messages: {
    mismatch: {
      text: 'the file is named {file}, but its key is "{key}"',
      label: 'not "{name}"',
      help: 'write key: {name}, or rename the file to {other}',
    },
  },
  examples: {
    bad: [{ flags: { 'fast-search': 'key: quick-search\n' } }, { flags: { '123': 'key: fast-search\n' } }],
    good: [{ flags: { 'fast-search': 'key: fast-search\n' } }, { flags: { 'fast-search': '' } }],
  },
  kinds: ['flag'],
  check({ document, key: name, report }) {
    const { key } = document.value as FlagFile;
    if (key === undefined || key === name) return;
    const data = { file: fileName('flag', name), other: fileName('flag', key), key, name };
    const text = resolvePlain(name) === name ? name : JSON.stringify(name);
    const fix = isKey(name)
      ? { title: `write key: ${name}`, edits: [{ span: spanAt(document, ['key']), text }] }
      : undefined;
    report(['key'], { message: 'mismatch', data, ...(fix && { fix }) });
  },
});
