import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Wordings that nobody would say aloud, and what to write instead. They are looked for in all texts of the product. */
const wordings: readonly (readonly [pattern: RegExp, better: string])[] = [
  [/(?<!\b[Tt]here )\b(?:is|are) no (?!longer\b)[a-z]+/g, 'is not a …'],
  [/\band this is none\b|, and none is\b/g, 'say what is missing'],
  [/\bso already\b/g, 'already in that state'],
  [/\bof now(?=[,;: ]|\.\s|\.$)/gm, 'current'],
  [/\bstands? (?!(?:for|in the way|still|in for)\b)[a-z]+/g, 'is …'],
  [/\bnobody (?:who )?may\b|\bnobody else may\b/g, 'nobody can …, nobody entitled to …'],
  [/\bnothing is said (?:of|about)\b/g, 'name …'],
  [/\bin place of (?:what|the one)\b/g, 'instead of …'],
  [/\bwhat is looked at\b/g, 'the history of …'],
];

/** The texts that people read: sources, schemas and documents. */
function* texts(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'generated') yield* texts(path);
    else if (/\.(ts|md|json)$/.test(entry.name) && !entry.name.endsWith('.test.ts')) yield path;
  }
}

const files = ['src', 'schemas', 'docs'].flatMap((folder) => [...texts(folder)]);
files.push('README.md', 'CONTRIBUTING.md', 'SECURITY.md');

describe('plain words', () => {
  it.each(wordings)('have no place for %s: %s', (pattern) => {
    const found = files.flatMap((file) => {
      const hits = readFileSync(file, 'utf8').match(pattern) ?? [];
      return hits.map((hit) => `${file}: ${hit}`);
    });
    expect(found).toEqual([]);
  });

  it('are looked for in hundreds of files', () => {
    expect(files.length).toBeGreaterThan(500);
    const [isNo] = wordings[0]!;
    expect('"x" is no date; there is no date; it is no longer served'.match(isNo)).toEqual(['is no date']);
  });
});
