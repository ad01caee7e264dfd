import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFlagUsage, type CodeUsage } from './usage.ts';
import type { CodeFile } from './code-file.ts';

const styles = ['camelCase', 'PascalCase', 'UPPER_SNAKE_CASE', 'snake_case'];

async function look(
  keys: readonly string[],
  files: Readonly<Record<string, string | Buffer>>,
  aliases: readonly string[] = [],
  calls: readonly string[] = ['openfeature', 'launchdarkly', 'unleash'],
): Promise<CodeUsage> {
  async function* all(): AsyncGenerator<CodeFile> {
    for (const [file, content] of Object.entries(files)) yield { file, bytes: Buffer.from(content as string) };
  }
  return findFlagUsage(keys, new Set(keys), all(), { aliases, calls });
}

async function columns(key: string, line: string, aliases: readonly string[] = []): Promise<number[]> {
  const { references } = await look([key], { 'a.ts': line }, aliases);
  return (references.get(key) ?? []).map(({ column }) => column);
}

describe('a key in code', () => {
  it.each([
    ['in quotation marks', "flag('express-checkout')", 7],
    ['in others', 'flag("express-checkout")', 7],
    ['in a template', 'flag(`express-checkout`)', 7],
    ['in a comment', '// express-checkout goes in May.', 4],
    ['at the end of a sentence', '# Remove express-checkout.', 10],
    ['alone', 'express-checkout', 1],
    ['in a list', 'a,express-checkout,b', 3],
    ['as an attribute', '<Flag name=express-checkout>', 12],
    ['in a path', 'GET /flags/express-checkout?x', 12],
    ['as a field', 'express-checkout: true', 1],
    ['after an escape sequence', 'say("\\nexpress-checkout\\n")', 8],
    ['between word boundaries of a pattern', '/\\bexpress-checkout\\b/', 4],
    ['as a whole pattern', '/^express-checkout$/', 3],
    ['behind quotes of print', '“express-checkout”', 2],
    ['behind letters that UTF-16 has in two units', '🎉🎉 express-checkout', 6],
    ['with an escaped mark behind', 'x = "{\\"express-checkout\\": 1}"', 9],
    ['before an arrow', 'express-checkout => 1', 1],
  ])('is found %s', async (_, line, column) => {
    expect(await columns('express-checkout', line, styles)).toEqual([column]);
  });

  it.each([
    'express-checkout-v2',
    'old-express-checkout',
    'express-checkouts',
    'xexpress-checkout',
    'express-checkout2',
    '_express-checkout',
    'express-checkout_',
    '"express-checkout-" + name',
    '-express-checkout',
    'express.checkout',
    'express--checkout',
    'express checkout',
    'Express-checkout',
    'express-checkout.ui',
    'web.express-checkout',
    'éexpress-checkout',
    'express-checkouté',
    'express-checkout\u0301',
    '`express-checkout${n}`',
    'expresscheckout',
  ])('is not %s', async (line) => {
    expect(await columns('express-checkout', line)).toEqual([]);
  });

  it('counts as a word of the language between quotation marks only', async () => {
    expect(await columns('beta', 'the beta of "beta", beta("x"), \'beta\' and `beta`', styles)).toEqual([14, 33, 44]);
    expect(await columns('beta', '"beta-2" "beta.x" "my beta" Beta', styles)).toEqual([]);
    expect(await columns('beta', 'Flags.BETA', styles)).toEqual([7]);
  });

  it('is found by its aliases, as identifiers and not within others', async () => {
    const key = 'express-checkout';
    expect(await columns(key, 'flags.expressCheckout.on', styles)).toEqual([7]);
    expect(await columns(key, 'if ($expressCheckout->on)', styles)).toEqual([6]);
    expect(await columns(key, 'new ExpressCheckout()', styles)).toEqual([5]);
    expect(await columns(key, 'x = EXPRESS_CHECKOUT-1', styles)).toEqual([]);
    expect(await columns(key, 'x = EXPRESS_CHECKOUT - 1', styles)).toEqual([5]);
    expect(await columns(key, 'express_checkout = True', styles)).toEqual([1]);
    expect(
      await columns(key, 'expressCheckout$ expressCheckoutPage myexpressCheckout EXPRESS_CHECKOUT_2', styles),
    ).toEqual([]);
    expect(await columns(key, '"shop.expressCheckout.title"', styles)).toEqual([]);
    expect(await columns(key, 'expressCheckout')).toEqual([]);
  });

  it('is its own, and not the alias of another', async () => {
    const { references } = await look(['fast-search', 'fast_search'], { 'a.py': 'fast_search' }, styles);
    expect([...references].map(([key, found]) => [key, found.length])).toEqual([
      ['fast-search', 0],
      ['fast_search', 1],
    ]);
  });

  it('is in a line of any length, which is shown in part', async () => {
    const line = `${'ä'.repeat(3_000_000)} express-checkout ${'ö'.repeat(3_000_000)} express-checkout`;
    const { references } = await look(['express-checkout'], { 'a.min.js': `x\n${line}` });
    const found = references.get('express-checkout') ?? [];
    expect(found.map(({ line: at, column }) => [at, column])).toEqual([
      [2, 3_000_002],
      [2, 6_000_020],
    ]);
    for (const { text } of found) {
      expect(text).toMatch(/^ä+ express-checkout|ö+ express-checkout$/);
      expect(text.length).toBeLessThan(250);
    }
  });

  it('has its line and column with CRLF and a byte order mark', async () => {
    const { references } = await look(['express-checkout'], {
      'a.cs': '\uFEFFexpress-checkout\r\n  express-checkout\r\n',
    });
    expect(references.get('express-checkout')).toMatchObject([
      { line: 1, column: 1, start: 1 },
      { line: 2, column: 3, start: 21 },
    ]);
  });
});

describe('1,000 planted references among 1,000 near misses', () => {
  const keys = ['express-checkout', 'payment-api-v2', 'newCheckoutUi', 'fast_search', 'web.banner.v3', 'beta'];
  const planted = [
    'client.getBooleanValue("KEY", false)', "variation('KEY', user, true)", 'isEnabled(`KEY`)', '// drop "KEY" next week', '# "KEY"',
    '<if flag="KEY">', '{"KEY": true}', 'flags["KEY"]', 'x="KEY";', "case 'KEY':",
  ]; // prettier-ignore
  const missed = [
    '"KEYs"',
    '"xKEY"',
    '"KEY-2"',
    '"old-KEY"',
    '"KEY_"',
    '"_KEY"',
    '"KEY2"',
    '"ZKEY"',
    '"KEY-"',
    '"éKEY"',
    '"KEYé"',
    '"a.KEY"',
    '"KEY.a"',
  ];
  const other = [
    'const checkout = 1;',
    'the express checkout',
    'payment api v2',
    'a beta version',
    'web banner',
    'fastest search',
  ];

  it('finds each of the first, and none of the second', async () => {
    let seed = 20261122;
    const pick = <One>(list: readonly One[]): One => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return list[(seed >> 16) % list.length] as One;
    };
    const lines: { text: string; key: string | undefined }[] = [];
    for (let count = 0; count < 1000; count++) {
      const [key, miss] = [pick(keys), pick(keys)];
      lines.push(
        { text: `  ${pick(planted).replace('KEY', key)}`, key },
        { text: `  ${pick(missed).replace('KEY', miss)}`, key: undefined },
      );
      lines.push({ text: pick(other), key: undefined });
    }
    lines.sort((a, b) => (a.text.length % 7) - (b.text.length % 7));
    const { references } = await look(keys, { 'a.txt': lines.map(({ text }) => text).join('\n') });
    const found = [...references].flatMap(([key, list]) => list.map(({ line }) => `${line} ${key}`));
    const expected = lines.flatMap(({ key }, index) => (key === undefined ? [] : [`${index + 1} ${key}`]));
    expect(expected).toHaveLength(1000);
    expect(found.sort()).toEqual(expected.sort());
  });
});

describe('a call with a key that no flag has', () => {
  it.each([
    ['OpenFeature in TypeScript', "await client.getBooleanValue('new-cart', false)", 'getBooleanValue'],
    ['with details', 'client.getStringDetails("new-cart", "a", ctx)', 'getStringDetails'],
    ['with type arguments', "client.getObjectValue<Cart>('new-cart', {})", 'getObjectValue'],
    ['in Go', 'client.BooleanValue(ctx, "new-cart", false, evalCtx)', 'BooleanValue'],
    ['in Go with a fresh context', 'client.BooleanValue(context.Background(), "new-cart", false, e)', 'BooleanValue'],
    ['in Python', 'client.get_boolean_value("new-cart", False)', 'get_boolean_value'],
    [
      'with a named argument',
      'client.get_boolean_value(flag_key="new-cart", default_value=False)',
      'get_boolean_value',
    ],
    ['in Ruby', "client.fetch_boolean_value(flag_key: 'new-cart')", 'fetch_boolean_value'],
    ['in C#', 'await client.GetBooleanValueAsync("new-cart", false)', 'GetBooleanValueAsync'],
    ['in React', "const { value } = useBooleanFlagValue('new-cart', false)", 'useBooleanFlagValue'],
    ['over two lines', "client.getNumberValue(\n  'new-cart',\n  1)", 'getNumberValue'],
    ['LaunchDarkly', "ldClient.variation('new-cart', user, false)", 'variation'],
    ['LaunchDarkly in Java', 'client.boolVariation("new-cart", context, false)', 'boolVariation'],
    ['LaunchDarkly in Go', 'client.BoolVariation("new-cart", context, false)', 'BoolVariation'],
    ['Unleash', 'unleash.isEnabled("new-cart")', 'isEnabled'],
    ['Unleash in Python', 'client.is_enabled("new-cart")', 'is_enabled'],
    ['variants of Unleash', 'unleash.getVariant(`new-cart`)', 'getVariant'],
  ])('is found: %s', async (_, code, call) => {
    const { undeclared } = await look(['express-checkout'], { 'a.x': code });
    expect(undeclared).toMatchObject([{ key: 'new-cart', call }]);
    const [{ line, column } = { line: 0, column: 0 }] = undeclared;
    expect(code.split('\n')[line - 1]?.slice(column - 1, column + 7)).toBe('new-cart');
  });

  it.each([
    ['a flag', "client.getBooleanValue('express-checkout', false)"],
    ['a variable', 'client.getBooleanValue(key, "new-cart")'.replace('key, ', 'key, x, ')],
    ['a template', 'client.getBooleanValue(`new-${name}`, false)'],
    ['no key', "logger.isEnabled('no key at all')"],
    ['another function', "client.getBooleanValues('new-cart')"],
    ['a definition', 'function isEnabled(name: string)'],
  ])('is not: %s', async (_, code) => {
    expect((await look(['express-checkout'], { 'a.x': code })).undeclared).toEqual([]);
  });

  it('may be of a function that the manifest names, and then of no other', async () => {
    const code = "isFeatureOn('new-cart') && isEnabled('old-cart')";
    const { undeclared } = await look(['express-checkout'], { 'a.js': code }, [], ['isFeatureOn']);
    expect(undeclared.map(({ key }) => key)).toEqual(['new-cart']);
  });
});

it('finds what a search of the plain text finds, wherever separators are around it', async () => {
  const separator = fc.constantFrom(' ', '\n', '(', ')', '"', "'", ',', ';', '=', '/', '[', '\t', ': ');
  const word = fc.constantFrom(
    'express-checkout',
    'beta-2',
    'x',
    'checkout',
    'expressCheckout',
    'ä',
    '🎉',
    'express-checkout-2',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(separator, word), { maxLength: 60 }), async (parts) => {
      const text = parts.map(([before, one]) => before + one).join('') + ' ';
      const expected = parts.filter(([, one]) => one === 'express-checkout').length;
      const { references } = await look(['express-checkout'], { a: text });
      const found = references.get('express-checkout') ?? [];
      expect(found).toHaveLength(expected);
      for (const { start, end } of found) expect(text.slice(start, end)).toBe('express-checkout');
      const lines = text.split('\n');
      for (const { line, column } of found) {
        expect(lines[line - 1]?.slice(column - 1, column + 15)).toBe('express-checkout');
      }
    }),
    { seed: 13, numRuns: 300 },
  );
});
