import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  MarkupContent,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editsOf, startLsp, withEdits, type LspClient } from './support/lsp-client.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-lsp-')));
const demo = join(top, 'demo');
const express = 'flags/checkout/express-checkout.flag.yaml';
const payment = 'flags/payments/payment-api-v2.flag.yaml';
const employees = 'flags/segments/employees.segment.yaml';
const env = { PATH: process.env.PATH ?? '', HOME: top, FLAGWRIGHT_NOW: '2026-11-22T12:00:00Z' };
const start = { line: 0, character: 0 };
let lsp: LspClient;

const flagwright = (...args: string[]): string =>
  spawnSync(process.execPath, [resolve('bin/flagwright.js'), ...args], { env, encoding: 'utf8', cwd: demo }).stdout;

beforeAll(async () => {
  spawnSync(process.execPath, [resolve('bin/flagwright.js'), 'demo', demo], { env });
  lsp = await startLsp(demo);
  for (const path of [express, payment, employees]) lsp.open(path);
});

afterAll(async () => {
  expect(await lsp.end()).toBe(0);
  rmSync(top, { recursive: true, force: true });
});

/** Makes a change, looks, and takes it back. */
async function changed<Result>(path: string, text: string, look: () => Promise<Result>): Promise<Result> {
  const before = lsp.text(path);
  lsp.change(path, text);
  const result = await look();
  lsp.change(path, before);
  return result;
}

const inFile = <Answer>(method: string, path: string, more: object = {}): Promise<Answer> =>
  lsp.request<Answer>(`textDocument/${method}`, { textDocument: { uri: lsp.uri(path) }, ...more });

const labels = (items: readonly CompletionItem[]): string[] => items.map(({ label }) => label);

/** Completes at the `|` of a text that takes the place of a file's. */
const completed = (path: string, marked: string): Promise<CompletionItem[]> =>
  changed(path, marked.replace('|', ''), () => lsp.at('textDocument/completion', path, marked));

/** `path:line:column`, from 1. */
const placesOf = (locations: readonly Location[] | null): string[] =>
  (locations ?? []).map(({ uri, range: { start: at } }) => `${uri.slice(lsp.uri('').length + 1)}:${at.line + 1}:${at.character + 1}`); // prettier-ignore

describe('diagnostics', () => {
  it('are told of a mistake, and that it is gone', async () => {
    const wrong = lsp.text(express).replace('owner: checkout', 'owner: chekout');
    const found = await changed(express, wrong, async () => {
      await lsp.settle();
      return lsp.diagnostics.get(express);
    });
    expect(found).toMatchInlineSnapshot(`
      [
        {
          "code": "unknown-owner",
          "message": "the owner "chekout" is not a team (no team has this key)
      did you mean "checkout"?",
          "range": {
            "end": {
              "character": 14,
              "line": 2,
            },
            "start": {
              "character": 7,
              "line": 2,
            },
          },
          "severity": 1,
          "source": "flagwright",
        },
      ]
    `);
    await lsp.settle();
    expect(lsp.diagnostics.get(express)).toEqual([]);
  });

  it('are those of lint, wherever the mistake is', async () => {
    const path = join(demo, payment);
    const text = readFileSync(path, 'utf8');
    const broken = text
      .replace(/^expires:.*$/m, 'expires: 2026-11-20')
      .replace('criticality: critical', 'criticality: high');
    writeFileSync(path, broken);
    lsp.change(payment, broken);
    await lsp.settle();
    const lint = JSON.parse(flagwright('lint', '--json')) as {
      diagnostics: { file: string; rule: string; range: object }[];
    };
    const shown = [...lsp.diagnostics].flatMap(([file, list]) =>
      list.map(({ code, range }) => ({
        file,
        rule: code,
        range: {
          start: { line: range.start.line + 1, column: range.start.character + 1 },
          end: { line: range.end.line + 1, column: range.end.character + 1 },
        },
      })),
    );
    const own = lint.diagnostics.map(({ file, rule, range }) => ({ file, rule, range }));
    expect(own.length).toBeGreaterThan(1);
    expect(shown.sort((a, b) => (a.file < b.file ? -1 : 1))).toEqual(own);
    writeFileSync(path, text);
    lsp.change(payment, text);
  });

  it('are told of half a word, and go when it is whole', async () => {
    const half = `${lsp.text(express)}\nvari`;
    const found = await changed(express, half, async () => {
      await lsp.settle();
      return lsp.diagnostics.get(express);
    });
    expect(found?.map(({ code }) => code)).toEqual(['yaml-syntax']);
  });
});

describe('hover', () => {
  const shown = async (path: string, marked: string): Promise<string> =>
    ((await lsp.at<Hover>('textDocument/hover', path, marked)).contents as MarkupContent).value;

  it('shows a flag, and what a field means', async () => {
    expect(await shown(express, 'flag: payment-|api-v2')).toMatchInlineSnapshot(`
      "**payment-api-v2** — migration, critical, payments

      Sends charges to the version 2 payment API instead of version 1.

      | environment | state | serves |
      |---|---|---|
      | development | on | otherwise on |
      | staging | on | otherwise on |
      | production | partly | contract-merchants: off; otherwise on |

      expires 2027-02-26, in 96 days · version 9, 13 days ago, Lin Wei: Extend payment-api-v2 to 2027-02-26

      Needed by \`express-checkout\`, \`new-checkout-ui\`

      ---

      The key of the flag that is needed."
    `);
  });

  it('shows a segment, a team, a system, an environment', async () => {
    expect(await shown(express, 'segment: beta-|testers')).toMatchInlineSnapshot(`
      "**beta-testers** — segment

      Everyone who agreed to see unfinished work, which includes all employees.

      Holds if \`segment employees or groups contains beta\`

      version 1, 1 month ago, Ada Osei: express-checkout: beta testers in staging

      Used by \`express-checkout\`

      ---

      The key of a segment: its file name without \`.segment.yaml\`. True when the segment's own condition is."
    `);
    expect(await shown(express, 'owner: check|out')).toMatchInlineSnapshot(`
      "**checkout** — team, #checkout

      Owns 2 flags. Members: ada@example.com, noor@example.com

      ---

      The team that answers for the flag: a key under \`teams\` in owners.yaml."
    `);
    expect(await shown(express, 'affects: [web-|storefront')).toMatchInlineSnapshot(`
      "**web-storefront** — active system, high, of checkout

      Affected by \`express-checkout\`, \`new-checkout-ui\`, \`payment-api-v2\`, \`performance-mode\`

      ---

      The key of a system."
    `);
    expect(await shown(express, '  prod|uction:')).toMatchInlineSnapshot(`
      "**production** — critical environment

      ---

      The flag in one environment. \`true\` is short for \`enabled: true\`, \`false\` for \`enabled: false\`, without rules."
    `);
  });
});

describe('completion', () => {
  it.each([
    ['a field of the flag', 'description: A flag.\n|\ntype: release\n'],
    ['half a field', 'description: A flag.\nowner: checkout\nexp|\n'],
    ['a team', 'owner: |\n'],
    ['a flag', 'prerequisites:\n  - flag: |\n'],
    ['a flag in brackets that are open', 'prerequisites: [{ flag: |\n'],
    ['a variant of the flag that is needed', 'prerequisites:\n  - flag: new-checkout-ui\n    variant: |\n'],
    ['a system', 'affects: [web-storefront, |]\n'],
    ['an environment', 'environments:\n  staging: true\n  |\n'],
    [
      'a segment',
      'environments:\n  staging:\n    enabled: true\n    rules:\n      - name: a\n        when: { segment: | }\n',
    ],
    ['a variant', 'variants: { a: 1, b: 2 }\nenvironments:\n  staging: { enabled: true, otherwise: | }\n'],
    ['a field of a rule', 'environments:\n  staging:\n    rules:\n      - name: a\n        |\n'],
    ['an operator', 'environments:\n  staging:\n    rules:\n      - when: { attribute: country, | }\n'],
    ['an enumeration', 'criticality: |\n'],
    ['a date', 'expires: |\n'],
    ['below a line that cannot be read', 'type: [\nowner: check|\n'],
  ])('offers %s', async (_, marked) => {
    expect(
      labels(await completed(express, marked))
        .join(', ')
        .slice(0, 400),
    ).toMatchSnapshot();
  });

  it('offers rules where one is suppressed', async () => {
    const found = labels(await completed(express, '# flagwright-ignore unused-|\n'));
    expect(found).toContain('unused-segment');
    expect(found).not.toContain('owner');
  });

  it.each(['# ow|', 'owner: checkout # ch|', '# 😀 ow|\n'])('offers nothing in another comment: %j', async (marked) => {
    expect(await completed(express, marked)).toEqual([]);
  });

  it('writes the name and its colon once', async () => {
    const [first] = await completed(express, 'owner: checkout\ncrit|: high\n');
    expect(first?.textEdit?.newText).not.toContain(':');
  });

  it.each([
    'owner:|\n',
    'owner:chec|\n',
    'environments:\n  production: { otherwise:|\n',
    'prerequisites:\n  - flag:|\n',
  ])('writes the space that is missing behind a colon: %j', async (marked) => {
    const glued = await completed(express, marked);
    const spaced = await completed(express, marked.replace(/:(\w*\|)/, ': $1'));
    expect(labels(glued).length).toBeGreaterThan(1);
    expect(labels(glued)).toEqual(labels(spaced));
    expect(glued.map(({ label, textEdit }) => textEdit?.newText === ` ${label}`)).not.toContain(false);
  });
});

describe('definitions, references and symbols', () => {
  it.each([
    [express, 'flag: payment-|api-v2'],
    [express, 'segment: beta-|testers'],
    [express, 'owner: check|out'],
    [express, 'affects: [web-|storefront'],
    [express, '  prod|uction:'],
  ])('goes from %s %s to where it is defined', async (path, marked) => {
    expect(placesOf([await lsp.at<Location>('textDocument/definition', path, marked)])).toMatchSnapshot();
  });

  it('finds what names a flag, a team and a rule', async () => {
    const more = { context: { includeDeclaration: true } };
    const find = async (path: string, marked: string): Promise<string[]> =>
      placesOf(await lsp.at<Location[]>('textDocument/references', path, marked, more));
    expect(await find(express, 'flag: payment-|api-v2')).toMatchSnapshot();
    expect(await find(express, 'owner: check|out')).toMatchSnapshot();
    expect(await find(express, 'name: beta-|testers')).toMatchSnapshot();
  });

  it('finds what is not saved yet', async () => {
    const before = 'flag: payment-|api-v2';
    const wanted = lsp.text(express).replace(/^ {2}- flag: payment-api-v2\n/m, (line) => `  # moved down\n${line}`);
    const more = { context: { includeDeclaration: false } };
    const found = await changed(express, wanted, () =>
      lsp.at<Location[]>('textDocument/references', express, before, more),
    );
    expect(placesOf(found)).toContain('flags/checkout/express-checkout.flag.yaml:18:11');
  });

  it('outlines a file', async () => {
    const symbols = await inFile<DocumentSymbol[]>('documentSymbol', express);
    const flat = (list: readonly DocumentSymbol[], indent = ''): string[] =>
      list.flatMap(({ name, children = [] }) => [indent + name, ...flat(children, `${indent}  `)]);
    expect(flat(symbols)).toMatchSnapshot();
  });

  it('finds flags, segments, teams and systems by a part of their names', async () => {
    const found = await lsp.request<SymbolInformation[]>('workspace/symbol', { query: 'payapi' });
    expect(found.map(({ name, containerName }) => `${containerName} ${name}`)).toMatchSnapshot();
  });
});

describe('rename', () => {
  const renamed = (path: string, marked: string, newName: string): Promise<WorkspaceEdit> =>
    lsp.at<WorkspaceEdit>('textDocument/rename', path, marked, { newName });

  it('gives a flag another name, with its file, its spec and everything that names it', async () => {
    const edit = await renamed(express, 'flag: payment-|api-v2', 'charges-v2');
    const files = [...editsOf(edit)].map(([uri, edits]) => `${uri.slice(lsp.uri('').length + 1)} ${edits.length}`);
    const moves = (edit.documentChanges ?? []).flatMap((one) => ('newUri' in one ? [one.newUri.slice(lsp.uri('').length + 1)] : [])); // prettier-ignore
    expect({ files, moves }).toMatchSnapshot();
  });

  it('warns where people or rules would be dealt with otherwise', async () => {
    const policy = lsp.text('flags/policy.yaml');
    lsp.open(
      'flags/policy.yaml',
      policy.replace('environments: [production], changes', 'flags: ["payment-*"], changes'),
    );
    const before = lsp.said.length;
    await renamed(express, 'flag: payment-|api-v2', 'charges-v2');
    lsp.closeFile('flags/policy.yaml');
    await lsp.at('textDocument/rename', express, '|description', { newName: 'one-click' });
    expect(lsp.said.slice(before)).toEqual([
      'Rules of policy.yaml for payment-* apply to payment-api-v2 or charges-v2, but not to both.',
      'The key of express-checkout decided who is in which part of its splits. Add `seed: express-checkout` to keep it so.',
    ]);
  });

  it('says why something cannot be renamed', async () => {
    const reason = (marked: string, name: string): Promise<string> =>
      renamed(express, marked, name).then(
        () => 'renamed',
        ({ message }: Error) => message,
      );
    expect(await reason('flag: payment-|api-v2', 'performance-mode')).toBe(
      'there is a flag "performance-mode" already',
    );
    expect(await reason('flag: payment-|api-v2', 'no spaces')).toBe('"no spaces" cannot be the name of a flag');
    expect(await reason('flag: payment-|api-v2', '123')).toContain('would need quotes');
    expect(await reason('serve: |on', 'enabled')).toBe(
      'the variants of express-checkout are those of every boolean flag',
    );
    expect(await reason('  produc|tion:', 'prod')).toBe('an environment cannot be renamed');
  });

  it.each([
    ["'", "it's"],
    ['"', 'say "hi"'],
    ['"', String.raw`a\nb`],
  ])('writes nothing into quotes that they would read as something else: %s, %s', async (quote, name) => {
    const quoted = (outer: string): string =>
      lsp.text(express).replace('name: beta-testers', `name: ${outer}beta-testers${outer}`);
    const marked = `name: ${quote}beta-|testers`;
    const text = quoted(quote);
    const refused = await changed(express, text, () => renamed(express, marked, name).catch(String));
    expect(refused).toContain('would need an escape');
    const other = quote === "'" ? '"' : "'";
    const edit = await changed(express, quoted(other), () => renamed(express, marked.replace(quote, other), name));
    const after = withEdits(quoted(other), editsOf(edit).get(lsp.uri(express)) ?? []);
    expect(after).toContain(`name: ${other}${name}${other}\n`);
  });
});

describe('lenses, hints, links and folds', () => {
  const titles = async (path: string): Promise<string[]> =>
    (await inFile<CodeLens[]>('codeLens', path)).map(
      ({ range, command }) => `${range.start.line + 1} ${command?.title}`,
    );

  it('show versions, dependents, and what is on', async () => {
    expect(await titles(express)).toMatchSnapshot();
    expect(await titles(payment)).toMatchSnapshot();
    expect(await titles(employees)).toMatchSnapshot();
  });

  it('say what a split means', async () => {
    const range = { start, end: { line: 1000, character: 0 } };
    const text = `${lsp.text(express).replace(/^environments:[^]*/m, '')}bucketBy: accountId\nenvironments:\n  staging: { enabled: true, otherwise: { on: 1, off: 3 } }\n`;
    const hints = await changed(express, text, () => inFile<InlayHint[]>('inlayHint', express, { range }));
    expect(hints.map(({ label }) => label)).toEqual([
      '25%',
      '75% by accountId',
      expect.stringMatching(/^in \d+ days$/),
    ]);
  });

  it('lead to addresses, and fold', async () => {
    expect((await inFile<DocumentLink[]>('documentLink', express)).map(({ target }) => target)).toMatchSnapshot();
    const folds = await inFile<FoldingRange[]>('foldingRange', express);
    expect(folds.map(({ startLine, endLine }) => `${startLine + 1}-${endLine + 1}`)).toMatchSnapshot();
  });
});

describe('code actions', () => {
  /** The actions in a text at its `|`, and what the one with a title makes of it. */
  async function actions(
    marked: string,
    more: object = {},
  ): Promise<{ titles: string[]; after: (title: string) => string }> {
    const text = marked.replace('|', '');
    return changed(express, text, async () => {
      await lsp.settle();
      const before = marked.slice(0, marked.indexOf('|')).split('\n');
      const at = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
      const context = { diagnostics: [] as Diagnostic[], ...more };
      const found = await inFile<CodeAction[]>('codeAction', express, { range: { start: at, end: at }, context });
      return {
        titles: found.map(({ title }) => title),
        after: (title) => {
          const edit = found.find((one) => one.title === title)?.edit;
          return withEdits(text, edit ? (editsOf(edit).get(lsp.uri(express)) ?? []) : []);
        },
      };
    });
  }

  const changedLines = (before: string, after: string): string[] => {
    const known = new Set(before.split('\n'));
    return after.split('\n').filter((line) => !known.has(line));
  };

  it('offer what was meant, and a suppression', async () => {
    const text = lsp.text(express).replace('owner: checkout', 'owner: chek|out');
    const { titles, after } = await actions(text);
    expect(titles.slice(0, 2)).toEqual([
      'Change to checkout',
      'Suppress unknown-owner, with the reason to write behind it',
    ]);
    expect(after('Change to checkout')).toBe(lsp.text(express));
    expect(changedLines(text, after(titles[1] ?? ''))).toContain('# flagwright-ignore unknown-owner: ');
  });

  it('switch a flag on and off in an environment', async () => {
    const text = lsp.text(express).replace('  staging:', '  stag|ing:');
    const { titles, after } = await actions(text);
    expect(titles).toEqual(['Switch express-checkout off in staging']);
    expect(changedLines(lsp.text(express), after(titles[0] ?? ''))).toEqual(['    enabled: false']);
    expect(after(titles[0] ?? '')).toMatch(/staging:\n    enabled: false/);
  });

  it('extend a flag, with a reason that is yet to be written', async () => {
    const text = lsp.text(express).replace('expires: ', 'expi|res: ');
    const { titles, after } = await actions(text);
    expect(titles).toMatchSnapshot();
    expect(changedLines(lsp.text(express), after(titles.at(-1) ?? ''))).toMatchSnapshot();
  });

  it('add a field that is missing', async () => {
    const text = lsp
      .text(express)
      .replace('description: ', 'desc|ription: ')
      .replace(/^owner: .*\n/m, '');
    const { titles, after } = await actions(text);
    expect(titles).toContain('Add owner');
    expect(after('Add owner')).toContain('\nowner: ""\n');
  });

  it.each([
    ['extensions: [{ on: 2026-11-01, |until: 2026-12-29, reason: It took longer. }]', 'Add from', ', from: ""'],
    [
      'extensions:\n  - |on: 2026-11-01\n    until: 2026-12-29\n    reason: It took longer.',
      'Add from',
      '\n    from: ""',
    ],
  ])('add a field that is missing in a list, and leave the list alone: %j', async (written, title, added) => {
    const [expires = ''] = /^expires: .*\n/m.exec(lsp.text(express)) ?? [];
    const text = lsp
      .text(express)
      .replace(expires, `${expires}${written.replace('|', '').replace(/(- |\{ )on/, '$1|on')}\n`);
    const { titles, after } = await actions(text);
    expect(titles).toContain(title);
    expect(titles).not.toContain('Add extensions');
    expect(after(title)).toContain(added);
    expect(after(title).replace(added, '')).toBe(text.replace('|', ''));
  });

  it('come at once for all of a large file with thousands of mistakes', { timeout: 20_000 }, async () => {
    const rule = '      - name: a\n        when: { segment: nobody }\n        serve: { on: 1, off: 1 }\n';
    const text = lsp.text(express).replace('    rules:\n', `    rules:\n${rule.repeat(3000)}`);
    const found = await changed(express, text, async () => {
      await lsp.settle();
      const range = { start, end: { line: 100_000, character: 0 } };
      const before = performance.now();
      const asked = { range, context: { diagnostics: [], only: ['quickfix'] } };
      const all = await inFile<CodeAction[]>('codeAction', express, asked);
      return { count: all.length, took: performance.now() - before };
    });
    expect(found.count).toBeGreaterThan(2000);
    // Reading the file again for each of them took half a minute.
    expect(found.took).toBeLessThan(8000);
  });

  it('fix all that has one right answer', async () => {
    const text = `key: other|\n${lsp.text(express)}`;
    const { titles } = await actions(text, { only: ['source.fixAll'] });
    expect(titles).toEqual(['Fix everything in this file that has one right answer']);
  });
});
