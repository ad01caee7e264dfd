import { expect, it } from 'vitest';
import { textconv } from './textconv.ts';

const convert = (text: string): string => textconv(new TextEncoder().encode(text)).text;

it('says one fact a line', () => {
  expect(convert('# hello\nb: 1\na: [y, x]\n')).toBe('a[]: x\na[]: y\nb: 1\n');
});

it.each(['', '# nothing\n', 'a: [\n', 'a: 1\na: 2\n', '\uFEFFa: [\n'])('shows %j as it is', (text) => {
  expect(convert(text)).toBe(text);
});
