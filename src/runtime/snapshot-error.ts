/** Why a text is not taken as a snapshot. Nothing of the text is in the message but names of fields and flags. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}
