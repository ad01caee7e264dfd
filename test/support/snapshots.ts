import { createHash } from 'node:crypto';
import { compactJson } from '../../src/export/canonical-json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A flag as snapshots have it, on for everybody. */
export const snapshotFlag = (own: Fields = {}): Fields => ({
  criticality: 'medium',
  delivery: 'cache-first',
  variants: { on: true, off: false },
  off: 'off',
  onFailure: 'off',
  enabled: true,
  otherwise: 'on',
  ...own,
});

/** A flag that is off for everybody. */
export const disabledFlag = (own: Fields = {}): Fields => ({
  ...snapshotFlag(own),
  enabled: false,
  otherwise: undefined,
});

/** What may be said of a snapshot; the rest is made up, the digest fits. */
export interface SnapshotParts {
  readonly version?: number;
  readonly environment?: string;
  readonly flags?: Readonly<Record<string, Fields>>;
  readonly segments?: Readonly<Record<string, Fields>>;
  readonly context?: Fields | null;
  readonly commit?: string;
  readonly digest?: string;
}

/** The text of a snapshot. The commit follows from the version. */
export function snapshotText(parts: SnapshotParts = {}): string {
  const { version = 1, environment = 'production', segments = {}, context = null } = parts;
  const flags = parts.flags ?? { checkout: snapshotFlag() };
  const own = createHash('sha256').update(compactJson({ flags, segments })).digest('hex');
  const { commit = String(version).padStart(40, '0'), digest = own } = parts;
  return `${JSON.stringify({ format: 1, project: '.', environment, version, commit, previous: null, author: 'Ada', committedAt: '2026-11-01T00:00:00.000Z', digest, context, flags, segments })}\n`; // prettier-ignore
}

/** One flag of each kind. */
export const exampleSnapshot = (): string =>
  snapshotText({
    version: 3,
    flags: {
      banner: snapshotFlag({
        variants: { none: '', greeting: 'hello' },
        off: 'none',
        onFailure: 'none',
        targeting: { if: [{ '==': [{ var: 'country' }, 'DE'] }, 'greeting', 'none'] },
        otherwise: 'none',
      }),
      checkout: snapshotFlag({ prerequisites: [{ flag: 'payments', variant: ['on'] }] }),
      'dark-mode': disabledFlag(),
      payments: snapshotFlag({ rules: [{ name: 'half', when: { segment: 'people' }, serve: [['on', 1], ['off', 0]] }] }), // prettier-ignore
    },
    segments: { people: { when: { attribute: 'targetingKey', exists: true } } },
  });
