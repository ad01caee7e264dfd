import { expect, it } from 'vitest';
import { takeSide } from './conflict-markers.ts';

const marked = `a
<<<<<<< ours
b
||||||| base
c
=======
d
>>>>>>> theirs
e
<<<<<<< ours
=======
f
>>>>>>> theirs`;

it('takes a side', () => {
  expect(takeSide(marked, 7, 'ours')).toBe('a\nb\ne\n');
  expect(takeSide(marked, 7, 'theirs')).toBe('a\nd\ne\nf\n');
  expect(takeSide(marked.replaceAll('\n', '\r\n'), 7, 'theirs')).toBe('a\r\nd\r\ne\r\nf\r\n');
});

it('knows markers by their size', () => {
  expect(takeSide(marked, 8, 'ours')).toBeUndefined();
  expect(takeSide('<<<<<<<< o\n=======\n========\n>>>>>>>> t\n', 8, 'ours')).toBe('=======\n');
});

it('takes no side of what has no conflicts, or markers out of order', () => {
  expect(takeSide('', 7, 'ours')).toBeUndefined();
  expect(takeSide('a\n', 7, 'ours')).toBeUndefined();
  expect(takeSide('<<<<<<< o\n>>>>>>> t\n', 7, 'ours')).toBeUndefined();
  expect(takeSide('<<<<<<< o\n=======\n', 7, 'ours')).toBeUndefined();
  expect(takeSide('=======\n>>>>>>> t\n', 7, 'ours')).toBeUndefined();
});
