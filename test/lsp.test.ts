import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Hover, MarkupContent } from 'vscode-languageserver-protocol/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLsp, type LspClient } from './support/lsp-client.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-lsp-')));
const demo = join(top, 'demo');
const express = 'flags/checkout/express-checkout.flag.yaml';
const env = { PATH: process.env.PATH ?? '', HOME: top, FLAGWRIGHT_NOW: '2026-11-22T12:00:00Z' };
let lsp: LspClient;

beforeAll(async () => {
  const made = spawnSync(process.execPath, [resolve('bin/flagwright.js'), 'demo', demo], { env, encoding: 'utf8' });
  expect(made.stderr + made.status).toBe('0');
  lsp = await startLsp(demo);
});

afterAll(async () => {
  await lsp.end();
  rmSync(top, { recursive: true, force: true });
});

it('says what lint says of files that nobody has opened', async () => {
  await lsp.settle();
  expect(Object.fromEntries(lsp.diagnostics)).toEqual({});
});

it('tells of a mistake in the text, and that it is gone', async () => {
  lsp.open(express);
  const text = lsp.text(express);
  lsp.change(express, text.replace('owner: checkout', 'owner: chekout'));
  await lsp.settle();
  expect(lsp.diagnostics.get(express)).toMatchInlineSnapshot(`
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
  lsp.change(express, text);
  await lsp.settle();
  expect(lsp.diagnostics.get(express)).toEqual([]);
});

it('shows a flag, and what a field means', async () => {
  const shown = await lsp.at<Hover>('textDocument/hover', express, 'flag: payment-|api-v2');
  expect((shown.contents as MarkupContent).value).toMatchInlineSnapshot(`
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
