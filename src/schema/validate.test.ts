import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles, readSchemas } from '../../build/generate.js';
import type { Location } from '../diagnostic/diagnostic.ts';
import { parseDocument } from '../source/document.ts';
import { meanings } from './patterns.ts';
import { validateDocument } from './validate.ts';

const valid = `description: What this flag is for.
type: ops
owner: platform
created: 2026-10-12
review: { every: 180d }
environments: { production: true }
`;

const problems = async (text: string): Promise<string[]> => {
  const document = parseDocument('a.flag.yaml', text);
  return (await validateDocument('flag', document)).problems.map(({ rule, message, at, help }) => {
    const { start, end } = (at as Location).span;
    return `${rule} at ${text.slice(start, end)}: ${message} (${help})`;
  });
};

describe('what the build makes', () => {
  it('is in step with the schemas, the rules and the risks', async () => {
    for (const [path, text] of Object.entries(await generatedFiles())) {
      expect(readFileSync(path, 'utf8'), `${path}: run npm run build`).toBe(text);
    }
  });
});

describe('the compiled validator', () => {
  it('has words for every pattern of the schemas', async () => {
    const patterns = new Set(JSON.stringify(await readSchemas()).match(/(?<="pattern":)"(?:[^"\\]|\\.)*"/g));
    expect(patterns.size).toBeGreaterThan(5);
    expect([...patterns].map((pattern) => JSON.parse(pattern) as string).filter((one) => !(one in meanings))).toEqual(
      [],
    );
  });
});

describe('one mistake', () => {
  it('is none in a valid file', async () => {
    expect(await problems(valid)).toEqual([]);
  });

  it.each([
    [
      'a misspelt field',
      valid.replace('owner', 'ownr'),
      ['unknown-field at ownr: this file has no field "ownr" (did you mean "owner"?)'],
    ],
    [
      'a wrong type',
      valid.replace('production: true', 'production: { enabled: yes }'),
      ['wrong-type at yes: "enabled" must be true or false, not the text "yes" (write true; yes is text in YAML 1.2)'],
    ],
    [
      'a field cut short',
      valid.replace('description', 'desc'),
      ['unknown-field at desc: this file has no field "desc" (did you mean "description"?)'],
    ],
    [
      'a merge key',
      `${valid}<<: {}\n`,
      [
        'unknown-field at <<: this file has no field "<<" (merge keys belong to YAML 1.1: write out the fields that it would add)',
      ],
    ],
    [
      'one of two types',
      valid.replace('production: true', 'production: sometimes'),
      [
        'wrong-type at sometimes: "production" must be true or false or a mapping, not the text "sometimes" (write true or false, without quotes; or write name: value below it, indented)',
      ],
    ],
    [
      'a list for a text',
      valid.replace('platform', '[platform]'),
      ['wrong-type at [platform]: "owner" must be text, not a list (write one text, on the same line)'],
    ],
    [
      'a wrong enum',
      valid.replace('owner', 'criticality: hihg\nowner'),
      ['invalid-value at hihg: "criticality" cannot be "hihg" (did you mean "high"?)'],
    ],
    [
      'an invalid date',
      valid.replace('2026-10-12', '12.10.2026'),
      [
        'invalid-value at 12.10.2026: "created" is "12.10.2026", which is not a date (write 2026-11-22, or 2026-11-22T08:00:00Z)',
      ],
    ],
    [
      'too short',
      valid.replace('What this flag is for.', 'Flag'),
      [
        'invalid-value at Flag: "description" is too short (say it in at least 10 characters, for somebody from another team)',
      ],
    ],
    ['an empty file', '', ['missing-field at : the file is empty (write a flag or remove the file)']],
  ])('%s', async (_, text, expected) => {
    expect(await problems(text)).toEqual(expected);
  });
});

describe('many mistakes', () => {
  it('are told up to a bound, quickly', async () => {
    const text = `${valid}tags:\n${'  - [x]\n'.repeat(50_000)}`;
    expect(await problems(text)).toHaveLength(100);
  });
});
