import { describe, expect, it } from 'vitest';
import { exampleFiles } from '../../../test/support/example-project.ts';
import { fakeHost } from '../../../test/support/host.ts';
import { catalog } from '../../commands/catalog/catalog.ts';
import { catalogSite } from './site.ts';

/** The words of a page, a line for each block of it. */
async function wordsOf(path: string, flags: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const files = { ...exampleFiles({ flags }), ...more };
  const report = await catalog(fakeHost({ files }), { title: 'Shop', folder: undefined });
  const page = (await catalogSite(report)).get(path)!;
  const main = page.slice(page.indexOf('<main'), page.indexOf('</main>')).replace(/<svg[^]*?<\/svg>/g, '');
  const lines = main.replace(/<(?:p|li|div|dt|dd|h\d|br|tr|td|th|ul)\b[^>]*>/g, '\n').replace(/<[^>]*>/g, '');
  return lines.split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean).join('\n'); // prettier-ignore
} // prettier-ignore

const targeted = `tags: [speed]
variants: { off: 0, slow: 1, fast: 9 }
bucketBy: [company, targetingKey]
links: { doc: "https://example.com/a?b=c&d" }
prerequisites: [{ flag: index-v2, variant: on, reason: It reads the new index. }, { flag: gone }]
environments:
  production:
    enabled: true
    rules:
      - { name: staff, when: { segment: staff }, serve: fast }
      - { name: gradual, when: { not: { attribute: country, in: [DE, FR] } }, from: 2026-11-01, until: 2026-12-01, serve: { slow: 20, off: 80 } }
    otherwise: off
`;

describe('the page of a flag', () => {
  it('tells who gets what in each environment, and what it hangs on, in words', async () => {
    const segment = { 'staff.segment.yaml': 'description: Everybody who works here.\nwhen: { attribute: email, exists: true }\n' }; // prettier-ignore
    const words = await wordsOf('flags/fast-search.html', { 'fast-search': targeted, 'index-v2': '' }, segment);
    expect(words).toContain(`Variants
off (off) 0, slow 1 and fast 9
Split by
company, targetingKey`);
    expect(words).toContain(`production blocked critical
staff fast
if in segment staff
gradual 20% slow from 2026-11-01 until 2026-12-01
if not: country in DE, FR
otherwise off`);
    expect(words).toContain(`Needs
index-v2 = on on It reads the new index.
gone does not exist`);
    expect(words).toContain('error prerequisite &quot;gone&quot; does not exist unknown-prerequisite');
  });

  it('tells what JsonLogic says, and of what is switched off what would count', async () => {
    const words = await wordsOf('flags/theme.html', {
      theme: `environments:
  staging: { enabled: true, targeting: { "if": [{ "==": [{ "var": "a" }, 1] }, "on", "off"] }, otherwise: off }
  production: { enabled: false, rules: [{ name: half, serve: { on: 50, off: 50 } }], otherwise: off }
`,
    });
    expect(words).toContain('JsonLogic decides, otherwise off:\n{\n&quot;if&quot;: [');
    expect(words).toContain(`Switched off: everybody gets off. When it is switched on:
half 50% on
for everybody
otherwise off`);
  });

  it('runs the specs of a flag, and says that one fails', async () => {
    const spec = `flag: theme
cases:
  - { name: everybody has it, environment: production, expect: { variant: on } }
  - { name: nobody has it, environment: production, expect: { variant: off } }
`;
    const words = await wordsOf('flags/theme.html', { theme: '' }, { 'theme.spec.yaml': spec });
    expect(words).toContain('error a spec fails');
    expect(words).toContain(
      'passes everybody has it production\nfails nobody has it production\nexpected variant off, got on',
    );
  });

  it('finds its places in code', async () => {
    const words = await wordsOf('flags/theme.html', { theme: '', other: '' }, { 'src/a.ts': 'isOn("theme")\n' });
    expect(words).toContain('In code\nsrc/a.ts:1 isOn(&quot;theme&quot;)');
    expect(await wordsOf('flags/other.html', { other: '' }, { 'src/a.ts': 'x\n' })).toContain('No code in this repository uses it.'); // prettier-ignore
  });

  it.each(['', '{}', ': :', '- a list', 'environments: 7\nlinks: [1]\nvariants: x\nprerequisites: [7]\n'])(
    'does not stumble over %j',
    async (text) => {
      expect(await wordsOf('flags/broken.html', {}, { 'broken.flag.yaml': text })).toContain('error');
    },
  );
});

it('is there for a project without flags', async () => {
  expect(await wordsOf('index.html', {})).toContain('0 flags in 3 environments.');
  expect(await wordsOf('graph.html', {})).toContain('Graph');
  expect(await wordsOf('attention.html', {})).toContain('nothing needs you');
});
