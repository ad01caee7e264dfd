import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError, type FakeHost } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { exampleProjectFiles } from '../../../test/support/example-files.ts';
import { importJson } from '../../report/import/json.ts';
import { importText } from '../../report/import/text.ts';
import { makeStyle } from '../../report/style.ts';
import { exportFlags } from '../export/export.ts';
import { importFlags, type ImportOptions, type ImportReport } from './import.ts';

const files = projectWith({ 'old-flag': '' });
const style = makeStyle({ color: false });
const host = (own: FakeHost = {}) => fakeHost({ files, ...own });

const flag = (own: object = {}): object => ({ state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on', ...own }); // prettier-ignore
const flagd = (flags: object): string => JSON.stringify({ flags }, null, 2);

type Own = Partial<Omit<ImportOptions, 'sources' | 'map'>> & { readonly engine?: string; readonly map?: string };

function run(text: string, { engine = 'flagd', map, ...own }: Own = {}, to = host()): Promise<ImportReport> {
  return importFlags(to, engine, {
    sources: [{ file: 'source.json', bytes: Buffer.from(text) }],
    map: map === undefined ? undefined : { file: 'map.yaml', text: map },
    environments: ['production'],
    folder: undefined,
    replace: false,
    skipUnsupported: false,
    dryRun: false,
    owner: 'platform',
    type: 'release',
    expires: '2026-12-20',
    ...own,
  });
}

describe('import', () => {
  it('writes a file for each flag', async () => {
    const to = host();
    const report = await run(flagd({ 'new-banner': flag(), 'dark.mode': flag({ defaultVariant: 'off' }) }), {}, to);
    expect(to.written.get('new-banner.flag.yaml'))
      .toBe(`description: Imported from flagd as new-banner; say what it does.
type: release
owner: platform
created: 2026-11-22
expires: 2026-12-20
retire: Imported from flagd; say when the flag and its code can go.

environments:
  production: true
`);
    expect([...to.written.keys()]).toEqual(['new-banner.flag.yaml', 'dark.mode.flag.yaml']);
    validOutput('import', importJson(report));
    expect(importText(report, style)).toContain('2 flags of flagd from source.json: 2 added\n  wrote new-banner.flag.yaml\n'); // prettier-ignore
  });

  it('writes nothing where it is only asked what it would write', async () => {
    const to = host();
    const report = await run(flagd({ 'new-banner': flag() }), { dryRun: true }, to);
    expect([report.ok, report.written, to.written.size]).toEqual([true, false, 0]);
    expect(importText(report, style)).toContain('would write new-banner.flag.yaml\n\ndescription: ');
  });

  it('says all that the source lacks and what to give', async () => {
    const lacking = { owner: undefined, type: undefined, expires: undefined };
    expect(await userError(() => run(flagd({ aa: flag(), bb: flag() }), lacking))).toBe(
      'the source does not say all that a flag file needs\n--owner: aa, bb\n--type: aa, bb / give --owner and --type for all of them, or say it of each in a file: --map FILE; types that expire need --expires too',
    );
    expect(await userError(() => run(flagd({ aa: flag() }), { expires: undefined }))).toContain('--expires: aa');
    expect(await userError(() => run(flagd({ aa: flag() }), { owner: 'platfrom' }))).toContain('did you mean "platform"'); // prettier-ignore
    expect(await userError(() => run(flagd({ aa: flag() }), { expires: 'soon' }))).toContain('--expires cannot be "soon"'); // prettier-ignore
    expect(await userError(() => run(flagd({ aa: flag() }), { environments: [] }))).toContain('add --env development or'); // prettier-ignore
    expect(await userError(() => run(flagd({ aa: flag() }), { environments: ['x=production'] }))).toContain('flagd has no environments'); // prettier-ignore
  });

  it('takes it from the source, from a mapping file, and from options, in that order from the last', async () => {
    const to = host();
    const metadata = { owner: 'checkout', type: 'ops', created: '2026-10-01', description: 'Shows what is new.' };
    const map =
      'bb: { owner: checkout, type: kill-switch, review: 30d, description: Turns the banner off., tags: [ui] }\n';
    await run(flagd({ aa: flag({ metadata }), bb: flag({ metadata: { owner: 'nobody' } }) }), { map }, to);
    expect(to.written.get('aa.flag.yaml')).toMatch(/^description: Shows what is new.\ntype: ops\nowner: checkout\ncreated: 2026-10-01\nreview: { every: 180d/); // prettier-ignore
    expect(to.written.get('bb.flag.yaml')).toMatch(/^description: Turns the banner off.\ntype: kill-switch\nowner: checkout\ncreated: 2026-11-22\nreview: { every: 30d, last: 2026-11-22 }\ntags: \[ui\]\n/); // prettier-ignore
  });

  it.each([
    ['cc: {}\n', 'map.yaml:1:1: no flag "cc" is imported'],
    ['aa: [1]\n', 'map.yaml:1:5: what it says of "aa" is not a mapping'],
    ['aa: { ownr: x }\n', 'map.yaml:1:7: "ownr" is not a field of a mapping file / did you mean "owner"?'],
    ['- aa\n', 'map.yaml:1:1: it is not a mapping of flags'],
    ['aa: {', 'map.yaml:1:'],
  ])('says what is wrong with the mapping file %j', async (map, message) => {
    expect(await userError(() => run(flagd({ aa: flag() }), { map }))).toContain(message);
  });

  it('asks at a terminal, once for all flags', async () => {
    const to = host({ answers: ['production', 'checkout', 'release', '30d'] });
    const report = await run(flagd({ aa: flag() }), { environments: [], owner: undefined, type: undefined, expires: undefined }, to); // prettier-ignore
    expect(report.ok).toBe(true);
    expect(to.asked).toEqual(['Environment that the flags go to', 'Owner of the flags without one', 'Type of the flags without one', 'The others expire (a date, or 30d from today)']); // prettier-ignore
    expect(to.written.get('aa.flag.yaml')).toContain('expires: 2026-12-22\n');
  });

  it('refuses keys by name, and writes none then', async () => {
    const to = host();
    const source = flagd({ 'good-one': flag(), 'not good': flag(), 'Old-Flag': flag(), 'old-flag': flag() });
    const report = await run(source, {}, to);
    expect([report.ok, to.written.size]).toEqual([false, 0]);
    expect(report.refusal?.details).toEqual([
      'source.json:11:17: not good: it cannot be the key of a flag: keys are 2 to 100 letters and digits, joined by -, _ or .',
      'source.json:19:17: Old-Flag: it differs only in case from the flag "old-flag"',
      'source.json:27:17: old-flag: the flag exists already, in old-flag.flag.yaml; --replace changes it',
    ]);
    validOutput('import', importJson(report));
    const rest = await run(source, { skipUnsupported: true }, to);
    expect([rest.ok, [...to.written.keys()]]).toEqual([true, ['good-one.flag.yaml']]);
    expect(importText(rest, style)).toContain('left out\n  source.json:11:17: not good: ');
  });

  it('is refused where the project would get an error', async () => {
    const to = host();
    const report = await run(flagd({ aa: flag() }), { expires: '2029-01-01' }, to);
    expect([report.ok, to.written.size]).toEqual([false, 0]);
    expect(report.refusal?.details[0]).toContain('aa.flag.yaml: ');
  });

  it('says what was not kept with its line', async () => {
    const report = await run(flagd({ aa: flag({ metadata: { team: 'web' }, color: 1 }) }));
    expect(report.notes.map(({ kind, at, reason }) => [kind, at.line, at.column, reason])).toEqual([
      ['lost', 11, 17, '"team" has no place in a flag file'],
      ['lost', 13, 16, '"color" has no place in a flag file'],
    ]);
  });

  it('puts files where it is told, and not outside', async () => {
    const to = host();
    await run(flagd({ aa: flag() }), { folder: 'web' }, to);
    expect([...to.written.keys()]).toEqual(['web/aa.flag.yaml']);
    expect(await userError(() => run(flagd({ aa: flag() }), { folder: '../x' }))).toContain('outside of the project');
  });
});

describe('an export that was edited', () => {
  const example = exampleProjectFiles();
  const exported = async (environment: string): Promise<string> => {
    const options = { environment, allowApproximate: false, skipUnsupported: false, check: undefined };
    return (await exportFlags(fakeHost({ files: example }), 'flagd', options)).document!;
  };
  const again = (text: string, environment: string) => {
    const to = fakeHost({ files: example });
    return run(text, { environments: [environment], replace: true }, to).then((report) => ({ to, report }));
  };

  it.each(['development', 'staging', 'production'])('changes nothing where nothing was, in %s', async (environment) => {
    const { to, report } = await again(await exported(environment), environment);
    expect([report.ok, report.written, to.written.size]).toEqual([true, false, 0]);
    expect(new Set(report.flags.map(({ change }) => change))).toEqual(new Set(['unchanged']));
  });

  it('changes what was edited, and no other line', async () => {
    const text = (await exported('production')).replace(/\["on", ?90\]/, '["on", 95]').replace(/\["off", ?10\]/, '["off", 5]'); // prettier-ignore
    const { to, report } = await again(text, 'production');
    expect(report.flags.filter(({ change }) => change !== 'unchanged').map(({ key }) => key)).toEqual(['new-checkout-ui']); // prettier-ignore
    const [[file, after] = ['', '']] = to.written;
    const before = example[file]!;
    expect(after.replace('{ on: 95, off: 5 }', '{ on: 90, off: 10 }')).toBe(before);
    expect(after).not.toBe(before);
  });

  it('keeps prerequisites, and says so where they are no longer what was exported', async () => {
    const edited = (await exported('production')).replaceAll('"contract"', '"bargain"');
    const { to, report } = await again(edited, 'production');
    const ui = report.notes.filter(({ flag: key }) => key === 'new-checkout-ui');
    expect(ui).toMatchObject([{ kind: 'changed', reason: expect.stringContaining('it keeps its prerequisites (payment-api-v2') }]); // prettier-ignore
    expect(to.written.get('checkout/new-checkout-ui.flag.yaml')).toContain('prerequisites:');
  });

  it('switches off what was given its off variant, and keeps the name of a rule whose condition was edited', async () => {
    const text = (await exported('production')).replace(/"FR", ?"NL"/, '"FR", "NL", "BE"');
    const at = text.indexOf('"performance-mode"');
    const { to } = await again(text.slice(0, at) + text.slice(at).replace(/"defaultVariant": ?"on"/, '"defaultVariant": "off"'), 'production'); // prettier-ignore
    const [ui, mode] = [...to.written].map(([, after]) => after);
    expect(ui).toMatch(/- name: launch-countries\n +when: { attribute: country, in: \[DE, FR, NL, BE\] }/);
    expect(mode).toContain('  production: false # on for the peak season\n');
  });
});
