import { parseDuration } from '../evaluate/dates.ts';
import type { Manifest } from '../model/manifest.ts';
import { fields, list, text, texts } from '../model/read.ts';

/** `policy.yaml` with its defaults: who may change what, when, and how it is vouched for. */
export interface Policy {
  readonly rules: readonly PolicyRule[];
  readonly freezes: readonly FreezeRule[];
  readonly emergency: EmergencyPolicy;
  /** Absent where nothing has to be signed. */
  readonly signatures: SignaturePolicy | undefined;
}

/** For the changes that it matches: who may make them, who must approve them. */
interface PolicyRule {
  readonly id: string;
  readonly when: PolicyCondition;
  /** Subjects: `owner`, `team:NAME`, `role:NAME`, an e-mail address. Absent: anybody. */
  readonly authors: readonly string[] | undefined;
  readonly approvals: ApprovalPolicy | undefined;
}

/** What a change has to be for a rule to be about it; a list that is absent leaves everything open. */
export interface PolicyCondition {
  readonly environments: readonly string[] | undefined;
  /** Kinds of change. */
  readonly changes: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
  readonly criticality: readonly string[] | undefined;
  /** Keys of flags, in which `*` stands for any characters. */
  readonly flags: readonly string[] | undefined;
}

interface ApprovalPolicy {
  readonly count: number;
  /** Subjects. */
  readonly from: readonly string[];
  readonly trust: 'trailers' | 'reviews';
}

/** A time in which nothing changes; dates as written. */
export interface FreezeRule {
  readonly from: string;
  readonly until: string;
  /** Absent: all. */
  readonly environments: readonly string[] | undefined;
  readonly reason: string;
  /** Subjects who may change things nevertheless. */
  readonly except: readonly string[];
}

interface EmergencyPolicy {
  /** Name of the trailer that declares one. */
  readonly trailer: string;
  /** Roles whose holders may declare one. */
  readonly roles: readonly string[];
  /** `approvals`, `freezes`. */
  readonly waives: readonly string[];
  /** Milliseconds; absent where the policy knows no emergencies. */
  readonly reviewWithin: number | undefined;
}

interface SignaturePolicy {
  /** Environments whose changes must be signed. */
  readonly required: readonly string[];
  /** Relative to policy.yaml. */
  readonly allowedSigners: string | undefined;
  /** Fingerprints. */
  readonly trusted: readonly string[];
}

/**
 * Reads `policy.yaml`, with the defaults of what it leaves out. Never throws.
 * @param value as parsed; what is malformed is passed over
 */
export function readPolicy(value: unknown): Policy {
  const { rules, freezes, emergency, signatures } = fields(value);
  const { trailer, roles, waives, reviewWithin } = fields(emergency);
  return {
    rules: list(rules).flatMap(readRule),
    freezes: list(freezes).flatMap(readFreeze),
    emergency: {
      trailer: text(trailer) ?? 'Emergency',
      roles: texts(roles),
      waives: texts(waives),
      reviewWithin: parseDuration(text(reviewWithin) ?? ''),
    },
    signatures: signatures === undefined ? undefined : readSignatures(signatures),
  };
}

/**
 * A policy whose rules for a built-in type are also about the types of the project's own that are like it.
 * @param manifests whose types count: of more than one, those of any
 */
export function withOwnTypes(policy: Policy, manifests: readonly Pick<Manifest, 'lifecycle'>[]): Policy {
  const own = manifests
    .flatMap(({ lifecycle }) => Object.entries(lifecycle))
    .filter(([type, { like }]) => type !== like);
  if (own.length === 0) return policy;
  const rules = policy.rules.map((rule): PolicyRule => {
    const { types } = rule.when;
    if (!types) return rule;
    const more = own.filter(([, { like }]) => types.includes(like)).map(([type]) => type);
    return { ...rule, when: { ...rule.when, types: [...new Set([...types, ...more])] } };
  });
  return { ...policy, rules };
}

function readRule(value: unknown): PolicyRule[] {
  const { id, when, authors, approvals } = fields(value);
  const name = text(id);
  if (name === undefined) return [];
  const { environments, changes, types, criticality, flags } = fields(when);
  return [
    {
      id: name,
      when: {
        environments: given(environments),
        changes: given(changes),
        types: given(types),
        criticality: given(criticality),
        flags: given(flags),
      },
      authors: given(authors),
      approvals: readApprovals(approvals),
    },
  ];
}

function readApprovals(value: unknown): ApprovalPolicy | undefined {
  const { count, from, trust } = fields(value);
  if (!Number.isSafeInteger(count)) return undefined;
  return { count: count as number, from: texts(from), trust: trust === 'reviews' ? 'reviews' : 'trailers' };
}

function readFreeze(value: unknown): FreezeRule[] {
  const { from, until, environments, reason, except } = fields(value);
  const [start, end] = [text(from), text(until)];
  if (start === undefined || end === undefined) return [];
  return [
    {
      from: start,
      until: end,
      environments: given(environments),
      reason: text(reason) ?? '',
      except: texts(except),
    },
  ];
}

function readSignatures(value: unknown): SignaturePolicy {
  const { required, allowedSigners, trusted } = fields(value);
  return { required: texts(required), allowedSigners: text(allowedSigners), trusted: texts(trusted) };
}

/** A list of texts, where there is one. */
function given(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? texts(value) : undefined;
}
