import { alternatives } from '../../diagnostic/suggest.ts';
import type { Risk } from '../risk.ts';
import type { ApprovalNeed } from '../situation.ts';
import { countOf, listed } from '../wording.ts';

const off = 'environments: { production: false }\n';
const example = { before: { 'payment-api-v2': '' }, after: { 'payment-api-v2': off } };
const need: ApprovalNeed = {
  rule: 'critical-needs-two',
  flag: 'payment-api-v2',
  environment: 'production',
  count: 2,
  from: ['owner', 'role:release-manager'],
  have: ['sam@example.com'],
};

export const approvalsMissingRisk: Risk = {
  code: 'approvals-missing',
  group: 'policy',
  severity: 'high',
  summary: 'The policy asks for approvals that are missing.',
  why: 'A second pair of eyes is what stops the wrong flag, or the wrong environment, from being rolled back in a hurry. Whoever goes ahead without it has to answer for it afterwards.',
  acceptable: true,
  examples: {
    has: [
      {
        ...example,
        approvals: [need],
        says: ['payment-api-v2 needs 1 more approval from owner or role:release-manager'],
      },
      {
        ...example,
        approvals: [{ ...need, have: [] }],
        says: ['payment-api-v2 needs 2 more approvals from owner or role:release-manager'],
      },
    ],
    hasNot: [{ ...example, approvals: [{ ...need, have: ['sam@example.com', 'lin@example.com'] }] }, example],
  },
  check({ approvals }) {
    return approvals.flatMap(({ rule, flag, environment, count, from, have }) => {
      if (have.length >= count) return [];
      return {
        flag,
        environment,
        message: `${flag} needs ${countOf(count - have.length, 'more approval')} from ${alternatives(listed(from))}`,
        evidence: [
          `rule ${rule} of the policy asks for ${count}`,
          have.length === 0 ? 'nobody entitled to approve has approved yet' : `approved by ${listed(have).join(', ')}`,
        ],
        remedy: [
          '--approved-by EMAIL for each who has approved',
          '--emergency ID declares an emergency, if the policy lets you',
        ],
      };
    });
  },
};
