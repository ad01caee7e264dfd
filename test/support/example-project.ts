import { completeFlag, completeSegment, exampleProject } from '../../src/lint/complete-example.ts';
import type { Example } from '../../src/lint/rule.ts';
import { memoryTree } from '../../src/platform/memory-tree.ts';
import type { FileTree } from '../../src/platform/file-tree.ts';
import { maxFileSize } from '../../src/source/document.ts';

export { completeFlag, completeSegment };

/** The files of an example, by path; the project is at the root. */
export function exampleFiles(example: Example): Record<string, string> {
  const files: Record<string, string> = { ...exampleProject };
  for (const [key, body] of Object.entries(example.flags ?? {})) files[`${key}.flag.yaml`] = completeFlag(body);
  for (const [key, body] of Object.entries(example.segments ?? {}))
    files[`${key}.segment.yaml`] = completeSegment(body);
  for (const path of example.without ?? []) delete files[path];
  return { ...files, ...example.files };
}

export function exampleTree(example: Example): FileTree {
  const files: Record<string, string | Uint8Array> = exampleFiles(example);
  const others: Record<string, 'link' | 'submodule' | 'unreadable'> = {};
  for (const [path, kind] of Object.entries(example.others ?? {})) {
    if (kind === 'large') files[path] = `# ${'x'.repeat(maxFileSize)}\n`;
    else if (kind === 'crowded') files[path] = `[${'[],'.repeat(260_000)}]\n`;
    else if (kind === 'latin-1') files[path] = new Uint8Array([0x23, 0xe9, 0x0a]);
    else others[path] = kind;
  }
  return memoryTree(files, others);
}
