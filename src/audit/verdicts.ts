import { trailerValues, type CommitInfo } from '../git/commit-info.ts';
import type { Signature } from '../git/signatures.ts';
import { freezesAt } from '../policy/freezes.ts';
import { peopleOf, sameAddress, type Identity } from '../policy/people.ts';
import { readPolicy } from '../policy/policy.ts';
import { policyVerdict, waived, type ChangeMaker } from '../policy/verdict.ts';
import { addressesIn } from './addresses.ts';
import { NO_CARRIER } from './ancestry.ts';
import type { Rules } from './house.ts';
import type { Judgement } from './judgements.ts';
import type { MadeChange } from './made-change.ts';
import { reasonToSign, signatureViolation } from './required-signatures.ts';
import type { Violation } from './violation.ts';

/** What is known of commits when they are judged. */
export interface Evidence {
  /** Full ids, by number of commit. */
  readonly ids: readonly string[];
  readonly infos: ReadonlyMap<string, CommitInfo>;
  /** By number: the merge that brought it; see `carriersOf`. */
  readonly carriers: ArrayLike<number>;
  /** By number: when it may have been made. */
  readonly instants: readonly (readonly number[])[];
  /** Of a commit that must be signed, as the keys of these rules have it. */
  readonly signature: (commit: string, rules: Rules) => Signature | undefined;
  /** By number of commit: e-mail addresses of those who approved it in reviews of the forge. Absent where those are not known. */
  readonly reviewedBy?: (commit: number) => readonly string[];
  /** Who is one person under several addresses. */
  readonly identity?: Identity;
}

export interface Judged {
  readonly violations: readonly Violation[];
  /** Ids of rules that want reviews of the forge. */
  readonly unverifiable: readonly string[];
}

/** What is wrong with what a commit changed, by all rules that hold. */
export function judge(judgement: Judgement, evidence: Evidence): Judged {
  const found = judgement.house.rules.map((rules) => judgeBy(rules, judgement, evidence));
  const all = { violations: found.flatMap(({ violations }) => violations), unverifiable: found.flatMap(({ unverifiable }) => unverifiable) }; // prettier-ignore
  const { voucher } = judgement;
  if (all.violations.length === 0 || !voucher) return all;
  if (judge(voucher, evidence).violations.length === 0) return { violations: [], unverifiable: [] };
  const merge = evidence.ids[voucher.commit] ?? '';
  const base = evidence.ids[judgement.base] ?? '';
  const where = `${merge.slice(0, 12)} merged it to where the policy of ${base.slice(0, 12)} holds`;
  return { ...all, violations: all.violations.map((one) => ({ ...one, evidence: [...one.evidence, where] })) };
}

function judgeBy(rules: Rules, judgement: Judgement, evidence: Evidence): Judged {
  const commit = evidence.ids[judgement.commit] ?? '';
  const info = evidence.infos.get(commit);
  if (!info) return { violations: [], unverifiable: [] };
  const maker = makerOf(info, judgement.commit, rules, evidence);
  const { checksRules, checksFreezes, changes, base } = judgement;
  const policy = {
    ...rules.policy,
    rules: checksRules ? rules.policy.rules : [],
    freezes: checksFreezes ? rules.policy.freezes : [],
  };
  const frozen = checksRules ? changes : changes.filter((one) => !isEmergency(one, judgement, rules, evidence));
  const counts = frozen.flatMap(({ parts }) => parts.flatMap((part) => part.counts));
  const verdict = policyVerdict(policy, rules.owners, counts, maker);
  const author = `author ${info.author.name} <${info.author.email}>`;
  const from = `policy of ${(evidence.ids[base] ?? '').slice(0, 12)}`;
  const freezes = checksFreezes ? frozen.flatMap((one) => freezeEnded(rules, one, maker)) : [];
  const because = checksRules ? reasonToSign(rules, judgement) : undefined;
  const signature = because === undefined ? undefined : evidence.signature(commit, rules);
  const unsigned =
    because === undefined || !signature
      ? undefined
      : signatureViolation(info, signature, rules, [because, author], (evidence.ids[base] ?? '').slice(0, 12));
  return {
    violations: [
      ...(unsigned ? [unsigned] : []),
      ...verdict.violations.map(({ code, message, evidence: facts, rule, places, required }) => ({
        code,
        commit,
        message,
        evidence: [...facts, author, from],
        against: { rule, places, required },
      })),
      ...freezes.map(({ message, ...against }): Violation => ({
        code: 'freeze',
        commit,
        message,
        evidence: [author, from],
        against,
      })),
    ],
    unverifiable: verdict.unverifiable,
  };
}

/** The freezes in force that a change of the policy itself would end. */
function freezeEnded(
  { policy, owners }: Rules,
  { after }: MadeChange,
  maker: ChangeMaker,
): ({ readonly message: string } & NonNullable<Violation['against']>)[] {
  if (after.kind !== 'policy') return [];
  const kept = after.state === 'present' ? readPolicy(after.last[0]?.value()).freezes : [];
  const left = new Set(kept.map((freeze) => JSON.stringify(freeze)));
  const ended = policy.freezes.filter(
    (freeze) =>
      !left.has(JSON.stringify(freeze)) &&
      !peopleOf(freeze.except, owners, undefined).has(sameAddress(maker.author)) &&
      maker.instants.some(
        (instant) => freezesAt({ ...policy, freezes: [freeze] }, freeze.environments ?? [''], instant).length > 0,
      ),
  );
  return ended.map(({ until, reason, except }) => ({
    message: `${maker.author} may not end the freeze until ${until} while it holds`,
    rule: reason,
    places: [{ flag: after.file?.path ?? 'policy.yaml', environment: '', have: [maker.author], candidates: [] }],
    required: { count: 1, from: except },
  }));
}

/** Whether all that a merge takes over for one thing was done in emergencies to which freezes do not apply. */
function isEmergency(
  { name }: MadeChange,
  { takenFrom }: Judgement,
  { policy, owners }: Rules,
  evidence: Evidence,
): boolean {
  const commits = takenFrom.get(name) ?? [];
  return (
    commits.length > 0 &&
    commits.every((commit) => {
      const info = evidence.infos.get(evidence.ids[commit] ?? '');
      const emergency = info && trailerValues(info, policy.emergency.trailer)[0];
      return info !== undefined && waived(policy, owners, { author: info.author.email, emergency }).includes('freezes');
    })
  );
}

/** Who approved a merge approved what it brought. */
function makerOf(info: CommitInfo, number: number, rules: Rules, evidence: Evidence): ChangeMaker {
  const carried = carriersAbove(number, evidence.carriers).flatMap(
    (one) => evidence.infos.get(evidence.ids[one] ?? '') ?? [],
  );
  const approvals = [info, ...carried].flatMap((one) =>
    ['Approved-by', 'Reviewed-by'].flatMap((name) => addressesIn(trailerValues(one, name))),
  );
  return {
    author: info.author.email,
    coAuthors: [info.committer.email, ...addressesIn(trailerValues(info, 'Co-authored-by'))],
    approvedBy: approvals,
    reviewedBy: evidence.reviewedBy?.(number),
    identity: evidence.identity,
    emergency: trailerValues(info, rules.policy.emergency.trailer)[0],
    instants: evidence.instants[number] ?? [],
  };
}

/** The merges that brought a commit, up to the first-parent chain. */
export function carriersAbove(commit: number, carriers: ArrayLike<number>): number[] {
  const found: number[] = [];
  for (let at = carriers[commit] ?? NO_CARRIER; at >= 0; at = carriers[at] ?? NO_CARRIER) found.push(at);
  return found;
}
