import type { HistoryEntry } from '../../commands/history/history.ts';
import { trailerValues } from '../../git/commit-info.ts';
import type { Signature } from '../../git/signatures.ts';

/** What else there is to say of a version: why, an incident, approvals (which are claims), a signature. */
export function notesOf({ version: { info }, signature }: HistoryEntry): string[] {
  const of = (name: string): readonly string[] => trailerValues(info, name);
  const approvals = [...of('Approved-by'), ...of('Reviewed-by')].map(nameOf);
  const emergencies = of('Emergency');
  const facts = [
    ...emergencies.map((id) => `Emergency ${id}`),
    // An emergency is mostly declared for the incident of the same id.
    ...of('Incident').filter((id) => !emergencies.includes(id)),
    approvals.length > 0 ? `approved ${[...new Set(approvals)].join(', ')}` : '',
    describeSignature(signature),
  ].filter((fact) => fact !== '');
  const why = of('Reason')[0] ?? info.subject;
  return [why === '' ? '' : `"${why}"`, facts.join('   ')].filter((line) => line !== '');
}

/** Of `Lin Chen <lin@example.com>` the name. */
function nameOf(person: string): string {
  const at = person.indexOf('<');
  return at > 0 ? person.slice(0, at).trim() : person;
}

/** Where there is no signature nothing is said: most have none. */
function describeSignature({ status, signer }: Signature): string {
  const by = signer === undefined ? '' : ` by ${signer}`;
  switch (status) {
    case 'none':
      return '';
    case 'good':
      return `signed${by}`;
    case 'bad':
      return `BAD SIGNATURE${by}`;
    case 'unknown':
      return 'signed, which cannot be checked here';
    default:
      return `signed${by} (${status.replace('-', ' ')})`;
  }
}
