import { describe, expect, it } from 'vitest';
import { userError } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { rules } from '../../lint/rules/index.ts';
import { printable } from '../../diagnostic/printable.ts';
import { explainJson } from '../../report/explain/json.ts';
import { explainText } from '../../report/explain/text.ts';
import { makeStyle } from '../../report/style.ts';
import { risks } from '../../rollback/risks/index.ts';
import { explain } from './explain.ts';

const plain = makeStyle({ color: false, unicode: false });

/** The files are there to be copied, whole; what is said around them fits 80 columns. */
function expectWhole(text: string, files: readonly { readonly text: string | undefined }[]): void {
  const lines = new Set<string>();
  for (const { text: file = '' } of files) {
    const shown = file.trimEnd().split('\n').map((line) => `  ${printable(line)}`.trimEnd()); // prettier-ignore
    if (shown.length <= 60) expect(text).toContain(shown.join('\n'));
    for (const line of shown) lines.add(line);
  }
  expect(text.split('\n').filter((line) => line.length > 80 && !lines.has(line))).toEqual([]);
}

describe('explain', () => {
  it.each(rules.map(({ id }) => id))('%s fits the screen, and its data the schema', (id) => {
    const report = explain({ name: id, all: false });
    const text = explainText(report, plain);
    const [rule] = report.rules;
    expect(text).toMatch(new RegExp(`^${id}   ${rule?.severity}   ${rule?.group}\n`));
    expect(text).toContain('\nbad');
    expect(text).toContain('\ngood');
    const shown = [...(rule?.bad ?? []).slice(0, 2), ...(rule?.good ?? []).slice(0, 2)];
    expectWhole(
      text,
      shown.flatMap(({ files, past }) => [...past.flatMap((commit) => commit.files), ...files]),
    );
    validOutput('explain', explainJson(report));
  });

  it.each(risks.map(({ code }) => code))('the risk %s fits the screen, and its data the schema', (code) => {
    const report = explain({ name: code, all: false });
    const [risk] = report.risks;
    const text = explainText(report, plain);
    expect(text).toMatch(new RegExp(`^${code}   ${risk?.severity}   risk of a rollback\n`, 'm'));
    expect(text).toContain('\nexample');
    expect(text.includes(`--accept ${code}\n`)).toBe(risk?.acceptable);
    const shown = (risk?.examples ?? []).slice(0, 2);
    expectWhole(
      text,
      shown.flatMap(({ before, after }) => [...before, ...after]),
    );
    validOutput('explain', explainJson(report));
  });

  it('says which options a rule takes', () => {
    const textOf = (name: string): string => explainText(explain({ name, all: false }), plain).replace(/\s+/g, ' ');
    expect(textOf('expiring-soon')).toContain('With the option within, a duration. How long before its expiry a flag');
    expect(textOf('stale-flag')).toContain('With the option after, a duration. ');
    const rule = explainJson(explain({ name: 'expiring-soon', all: false }));
    expect(validOutput('explain', rule)).toMatchObject({ rules: [{ options: [{ name: 'within' }] }] });
    expect(textOf('unused-flag')).not.toContain('With the option');
  });

  it('explains both where a rule and a risk have one name', () => {
    const report = explain({ name: 'fallback-unavailable', all: false });
    expect([report.rules.length, report.risks.length]).toEqual([1, 1]);
    const text = explainText(report, plain);
    expect(text).toMatch(/^fallback-unavailable   error .*\n[^]*\n\n\nfallback-unavailable   critical   risk/);
  });

  it('lists all, each once, by group', () => {
    const report = explain({ name: undefined, all: true });
    expect(report.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    expect(report.risks.map(({ code }) => code)).toEqual(risks.map(({ code }) => code));
    const text = explainText(report, plain);
    expect(text).toContain('\nsuppression\n  suppression-without-reason ');
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    validOutput('explain', explainJson(report));
  });

  it('knows the nearest name of either', async () => {
    expect(await userError(() => explain({ name: 'cascades', all: false }))).toBe(
      'no rule or risk is called "cascades" / did you mean "cascade"?',
    );
    expect(await userError(() => explain({ name: 'unused-supression', all: false }))).toBe(
      'no rule or risk is called "unused-supression" / did you mean "unused-suppression"?',
    );
  });
});
