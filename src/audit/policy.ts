import { parseDuration } from '../evaluate/dates.ts';
import { field, fields, text, texts } from '../model/read.ts';

/** What a policy says of signatures and emergencies, with its defaults. */
export interface AuditPolicy {
  readonly signatures:
    | {
        /** Environments whose changes must be signed. */
        readonly required: readonly string[];
        /** Relative to policy.yaml. */
        readonly allowedSigners: string | undefined;
        /** Fingerprints. */
        readonly trusted: readonly string[];
      }
    | undefined;
  /** Name of the trailer that declares an emergency. */
  readonly emergencyTrailer: string;
  /** Milliseconds; undefined where the policy knows no emergencies. */
  readonly reviewWithin: number | undefined;
}

/** @param value of policy.yaml as parsed; what is malformed is passed over */
export function readAuditPolicy(value: unknown): AuditPolicy {
  const policy = fields(value);
  const emergency = fields(field(policy, 'emergency'));
  const signatures = field(policy, 'signatures');
  const signed = fields(signatures);
  return {
    signatures:
      signatures === undefined
        ? undefined
        : {
            required: texts(field(signed, 'required')),
            allowedSigners: text(field(signed, 'allowedSigners')),
            trusted: texts(field(signed, 'trusted')),
          },
    emergencyTrailer: text(field(emergency, 'trailer')) ?? 'Emergency',
    reviewWithin: parseDuration(text(field(emergency, 'reviewWithin')) ?? ''),
  };
}
