import type { Violation } from '../../audit/violation.ts';

/** What to do about a violation, in a sentence; undefined where what shows it says all. */
export function remedyOf({ code, against }: Violation): string | undefined {
  switch (code) {
    case 'approvals-missing':
      return candidatesText(against?.places.flatMap(({ candidates }) => candidates) ?? []);
    case 'author-not-allowed':
      return `${(against?.required.from ?? []).join(' or ')} must commit it`;
    case 'freeze': {
      const except = against?.required.from ?? [];
      const others = except.length === 0 ? '' : `, or leave it to ${except.join(' or ')}`;
      return `wait until the freeze is over${others}`;
    }
    case 'emergency-not-allowed':
      return `leave the trailer out, or let ${(against?.required.from ?? []).join(' or ')} commit it`;
    case 'unsigned':
      return 'sign it: git commit --amend -S, or git rebase --exec "git commit --amend --no-edit -S" BASE';
    default:
      return undefined;
  }
}

/** More names than this nobody reads. */
const mostNames = 6;

/** Who can still approve, as a sentence. */
export function candidatesText(candidates: readonly string[]): string {
  const names = [...new Set(candidates)];
  if (names.length === 0) return 'nobody is left who could approve it: owners.yaml names nobody else';
  const left = names.length - mostNames;
  return `can approve: ${names.slice(0, mostNames).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** `express-checkout in production`; of governance the file alone. */
export function placeText({ flag, environment }: { readonly flag: string; readonly environment: string }): string {
  return environment === '' ? flag : `${flag} in ${environment}`;
}
