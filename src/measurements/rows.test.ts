import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userError } from '../../test/support/host.ts';
import { readRows } from './read-rows.ts';
import type { Row } from './row.ts';

/** The rows of a text that comes in pieces of so many bytes. */
async function rowsOf(text: string | Uint8Array, piece = 1 << 20): Promise<Row[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const rows: Row[] = [];
  const chunks = (async function* () {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  })();
  await readRows(
    { name: 'rows', chunks },
    (row) => rows.push(row),
    async () => {},
  );
  return rows;
}

const at = Date.parse('2026-11-03T10:00:00Z');
const exposure = { kind: 'exposure', flag: undefined, key: 'u-1', variant: 'on', reason: undefined, at };
const outcome = { kind: 'outcome', key: 'u-1', metric: 'sold', value: 12.5, at };

describe('rows', () => {
  it.each([
    ['key,variant,at\nu-1,on,2026-11-03T10:00:00Z\n', [exposure]],
    ['\ufeffkey, variant ,at\r\n\r\nu-1,on,2026-11-03T11:00:00+01:00\r\n', [exposure]],
    ['at,country,value,metric,key\n2026-11-03T10:00:00Z,"D,E",12.5,sold,"u-1"', [outcome]],
    [
      'key,variant,metric,value,at\nu-1,on,,,2026-11-03T10:00:00Z\nu-1,,sold,12.5,2026-11-03T10:00:00Z',
      [exposure, outcome],
    ],
    [
      'key,variant,at,flag,reason\n"a ""b""\nc",on,2026-11-03T10:00:00Z,f,SPLIT',
      [{ ...exposure, key: 'a "b"\nc', flag: 'f', reason: 'SPLIT' }],
    ],
    [
      '{"key":"u-1","variant":"on","at":"2026-11-03T10:00:00Z"}\n\n{"key":"u-1","metric":"sold","value":12.5,"at":1793700000000,"more":[]}',
      [exposure, { ...outcome, at: 1793700000000 }],
    ],
    ['\ufeff{"key":17,"variant":"on","metric":null,"at":"2026-11-03T10:00:00Z"}', [{ ...exposure, key: '17' }]],
    ['', []],
    ['\n\n', []],
  ] as const)('%j', async (text, rows) => {
    expect(await rowsOf(text)).toEqual(rows);
    expect(await rowsOf(text, 1)).toEqual(rows);
  });

  it('gives the same however it is cut into pieces', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
            fc.double({ noNaN: true, min: -1e50, max: 1e50 }),
          ),
          { minLength: 1, maxLength: 8 },
        ),
        fc.integer({ min: 1, max: 40 }),
        async (made, piece) => {
          const quoted = made.map(([key, value]) => `"${key.replaceAll('"', '""')}",m,${value},2026-11-03`);
          const csv = await rowsOf(`key,metric,value,at\n${quoted.join('\n')}\n`, piece);
          const lines = made.map(([key, value]) => JSON.stringify({ key, metric: 'm', value, at: '2026-11-03' }));
          const expected = made.map(([key, value]) => ({ key, value: value + 0 }));
          for (const rows of [csv, await rowsOf(lines.join('\n'), piece)]) {
            expect(rows.map((row) => ({ key: row.key, value: (row as { value: number }).value + 0 }))).toEqual(
              expected,
            );
          }
        },
      ),
    ));
});

describe('mistakes in rows', () => {
  const head = 'key,metric,value,at\n';
  it.each([
    ['key,variant\nu,on\n', 'rows:1:1: there is no column "at"'],
    ['Key,variant,at\nu,on,2026-11-03\n', 'rows:1:1: there is no column "key" / rename "Key" to "key"'],
    ['key,metric,at\n', 'rows:1:1: there is no column "value"'],
    ['key,at\n', 'rows:1:1: there is no column "variant"'],
    ['key,at,variant,key\n', 'rows:1:16: two columns are called "key"'],
    [`${head}u,sold,1,2026-11-03\n,sold,1,2026-11-03`, 'rows:3:1: this row has no key'],
    [`${head}u,sold,one,2026-11-03`, 'rows:2:8: the value "one" is not a number'],
    [`${head}u,sold,0x10,2026-11-03`, 'rows:2:8: the value "0x10" is not a number'],
    [`${head}u,sold,1e999,2026-11-03`, 'rows:2:8: the value "1e999" is not a number'],
    [`${head}u,sold,-1e51,2026-11-03`, 'rows:2:8: the value "-1e51" is too large to be compared'],
    [`${head}u,sold,,2026-11-03`, 'rows:2:8: this outcome has no value'],
    [`${head}u,,1,2026-11-03`, 'rows:2:1: this row has neither a variant nor a metric'],
    [`${head}u,sold,1,2026-02-30`, 'rows:2:10: "2026-02-30" is not a date'],
    [`${head}u,sold,1,2026-11-03 10:00:00`, 'rows:2:10: "2026-11-03 10:00:00" is not a date'],
    [`${head}u,sold,1,`, 'rows:2:10: this row has no date'],
    [`${head}u,sold,1`, 'rows:2:1: 3 values, and the header has 4 columns'],
    [`${head}"u\n1",sold,"on e",2026-11-03`, 'rows:3:9: the value "on e" is not a number'],
    [`${head}u,so"ld,1,2026-11-03\n`, 'rows:2:5: a quote inside of a value'],
    [`${head}"u"1,sold,1,2026-11-03\n`, 'rows:2:4: something follows a closing quote'],
    [`${head}u,sold,1,2026-11-03\n"u,sold\n`, 'rows:3:1: a quote that is opened here is never closed'],
    [`${head}${'u'.repeat(1001)},sold,1,2026-11-03\n`, 'rows:2:1: "key" is longer than 1000 characters'],
    [`${head}"${'u'.repeat(1 << 20)}\n`, 'rows:2:1: this row is longer than a mebibyte'],
    ['key,variant,metric,value,at\nu,on,sold,1,2026-11-03', 'rows:2:6: this row has a variant and a metric'],
    ['{}\n', 'rows:1:1: this row has neither a variant nor a metric'],
    ['{"key":"u","variant":"on","at":"2026-11-03"}\n{"key":"u" "variant"', 'rows:2:12: this is not valid JSON'],
    ['{"key":"u"', 'rows:1:11: this is not valid JSON: unexpected end of the line'],
    ['[{"key":"u"}]', 'rows:1:1: a row is an object'],
    ['{"key":"u","variant":true,"at":"2026-11-03"}', 'rows:1:22: "variant" is not text'],
    ['{"key":"u","metric":"sold","value":"much","at":"2026-11-03"}', 'rows:1:36: the value "much" is not a number'],
    ['{"key":"u","metric":"sold","value":true,"at":"2026-11-03"}', 'rows:1:36: the value true is not a number'],
    ['{"key":"u","metric":"sold","value":1,"at":9e15}', 'rows:1:43: 9000000000000000 is not a date'],
    ['{"metric":"sold","value":1,"at":"2026-11-03"}', 'rows:1:1: this row has no key'],
  ])('%#', async (text, message) => {
    expect(await userError(() => rowsOf(text))).toContain(message);
    expect(await userError(() => rowsOf(text, text.length > 5000 ? 60_007 : 7))).toContain(message);
  });

  it('are told of bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(head), Buffer.from([0x75, 0xff, 0x0a])]);
    expect(await userError(() => rowsOf(bytes))).toContain('rows is not UTF-8, in line 1 or after it');
  });
});
