import { expect, it } from 'vitest';
import { jsonWithoutOrders, withoutMarks, withoutOrders } from './ci-commands.ts';

it.each([
  ['  ::stop-commands::x', '  ·:stop-commands::x'],
  ['a\n\t::error::x', 'a\n\t·:error::x'],
  ['a ::error::x', 'a ::error::x'],
  ['  ::: flags/a.flag.yaml:1:2', '  ::: flags/a.flag.yaml:1:2'],
  ['a ##[error]x', 'a #·[error]x'],
  ['###vso[task.complete]', '##·vso[task.complete]'],
  ['##teamcity[x]', '#·teamcity[x]'],
  ['## A heading\n##\n## [a](b)', '## A heading\n##\n## [a](b)'],
])('%j is shown as %j', (text, shown) => {
  expect(withoutOrders(text)).toBe(shown);
});

it('leaves orders of ours', () => {
  expect(withoutMarks('::error title=x::a ##[y]')).toBe('::error title=x::a #·[y]');
});

it('changes nothing of what JSON means', () => {
  const value = { '##[a]': ['##vso[b]', '###[', '::c'] };
  const json = jsonWithoutOrders(JSON.stringify(value));
  expect(json).not.toMatch(/##\w*\[/);
  expect(JSON.parse(json)).toEqual(value);
});
