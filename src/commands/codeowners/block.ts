import { UserError } from '../../diagnostic/user-error.ts';
import type { CodeHost, OwnerLine } from './owner-lines.ts';

const begin = '# flagwright codeowners: begin';
const end = '# flagwright codeowners: end';

/** The block of a CODEOWNERS file that is ours, with its marks. On GitLab it is a section of its own. */
export function ownerBlock(lines: readonly OwnerLine[], host: CodeHost): string[] {
  return [
    begin,
    '# Written by `flagwright codeowners --write`: changes between these two lines are lost.',
    ...(host === 'gitlab' ? ['[Feature flags]'] : []),
    ...lines.map(({ pattern, owners }) => `${pattern} ${owners.join(' ')}`),
    end,
  ];
}

/**
 * A CODEOWNERS file with our block instead of the one that it has, or at its end: the last pattern that fits decides.
 * @throws UserError where the marks are damaged
 */
export function withBlock(file: string, before: string, block: readonly string[]): string {
  const isCrlf = /\r\n/.test(before);
  const lines = before === '' ? [] : before.replace(/\r?\n$/, '').split(/\r?\n/);
  const [starts, ends] = [begin, end].map((mark) =>
    lines.flatMap((line, index) => (line.trim() === mark ? [index] : [])),
  );
  const [start] = starts ?? [];
  const [stop] = ends ?? [];
  let after: string[];
  if (start === undefined && stop === undefined) {
    after = [...lines, ...(lines.length > 0 && lines.at(-1) !== '' ? [''] : []), ...block];
  } else if (start === undefined || stop === undefined || stop < start || starts?.length !== 1 || ends?.length !== 1) {
    throw new UserError(
      `the marks of our block in ${file} are damaged`,
      `it begins with "${begin}" and ends with "${end}", once each`,
    );
  } else {
    after = [...lines.slice(0, start), ...block, ...lines.slice(stop + 1)];
  }
  return after.map((line) => line + (isCrlf ? '\r\n' : '\n')).join('');
}
