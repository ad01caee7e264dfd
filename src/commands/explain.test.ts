import { describe, expect, it } from 'vitest';
import { userError } from '../../test/support/host.ts';
import { validOutput } from '../../test/support/output-schema.ts';
import { rules } from '../lint/rules/index.ts';
import { explainJson } from '../report/explain/json.ts';
import { explainText } from '../report/explain/text.ts';
import { makeStyle } from '../report/style.ts';
import { explain } from './explain.ts';

const plain = makeStyle({ color: false, unicode: false });

describe('explain', () => {
  it.each(rules.map(({ id }) => id))('%s fits the screen, and its data the schema', (id) => {
    const report = explain({ rule: id, all: false });
    const text = explainText(report, plain);
    const [rule] = report.rules;
    expect(text).toMatch(new RegExp(`^${id}   ${rule?.severity}   ${rule?.group}\n`));
    expect(text).toContain('\nbad');
    expect(text).toContain('\ngood');
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    validOutput('explain', explainJson(report));
  });

  it('lists all, each once, by group', () => {
    const report = explain({ rule: undefined, all: true });
    expect(report.rules.map(({ id }) => id).sort()).toEqual(rules.map(({ id }) => id).sort());
    const text = explainText(report, plain);
    expect(text).toContain('\nsuppression\n  unused-suppression ');
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    validOutput('explain', explainJson(report));
  });

  it('knows the nearest rule', async () => {
    expect(await userError(() => explain({ rule: 'unused-supression', all: false }))).toBe(
      'no rule is called "unused-supression" / did you mean "unused-suppression"?',
    );
  });
});
