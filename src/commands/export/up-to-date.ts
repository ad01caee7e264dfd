/** Lines that say what a file was made from. The line of a flag that is called so ends with a brace. */
const provenanceLine =
  /^(?: {2,4}"?|# |\/\/ )(?:commit|version|previous|author|committedAt|uncommitted|annotations)"?: (?!\{$)\S.*$\n?/gm;

/**
 * Whether two files of one engine hold the same flags. A newer commit that leaves the flags alone does not count as a difference.
 * @param there undefined where there is no such file
 */
export function isUpToDate(there: string | undefined, wanted: string): boolean {
  return there !== undefined && withoutProvenance(there) === withoutProvenance(wanted);
}

function withoutProvenance(document: string): string {
  return document.replace(/\r\n/g, '\n').replace(provenanceLine, '').replace(/,$/gm, '');
}
