import { add, approved, edit, kim, lin, noor, omar, remove, sam, v2, type StoryCommit } from './step.ts';

const guestCheckout = 'checkout/guest-checkout.flag.yaml';
const v1 = 'payments/payment-api-v1.flag.yaml';
const performanceMode = 'platform/performance-mode.flag.yaml';

const guestCheckoutText = `description: Lets customers pay without an account.
type: release
owner: checkout
created: 2026-05-11
expires: 2026-08-07
affects: [web-storefront, checkout-api]
retire: Retired when guests have been able to pay for 30 days without more refused charges.
tags: [checkout]

environments:
  development: true
  staging: true
  production: true
`;

/** From the first flags under version control to the start of payment-api-v2: May to September. */
export const spring: readonly StoryCommit[] = [
  {
    date: '2026-05-04T09:12:00Z',
    author: sam,
    subject: 'Start the project: environments and teams',
    steps: [add('flagwright.yaml'), add('owners.yaml')],
  },
  {
    date: '2026-05-04T10:40:00Z',
    author: omar,
    subject: 'Take payment-api-v1 over from the old admin console',
    steps: [add('systems.yaml'), add(v1)],
  },
  {
    date: '2026-05-06T08:31:00Z',
    author: kim,
    subject: 'Take performance-mode over from the old admin console',
    steps: [add(performanceMode)],
  },
  {
    date: '2026-05-11T13:05:00Z',
    author: noor,
    subject: 'Add guest-checkout',
    steps: [add(guestCheckout)],
  },
  {
    date: '2026-05-18T09:48:00Z',
    author: noor,
    subject: 'guest-checkout: on in production',
    trailers: ['Reason: Two weeks in staging without a refused charge.'],
    steps: [edit(guestCheckout, 'production: false', 'production: true')],
  },
  {
    date: '2026-06-01T14:20:00Z',
    author: sam,
    subject: 'Say who may change what',
    body: 'Production is switched by whoever owns a flag. What can stop a payment\nneeds two more pairs of eyes.',
    steps: [add('policy.yaml')],
  },
  {
    date: '2026-07-06T07:55:00Z',
    author: kim,
    subject: 'Call what nobody has touched for 60 days stale',
    steps: [edit('flagwright.yaml', '', '  staleAfter: 60d\n')],
  },
  {
    date: '2026-08-03T15:02:00Z',
    author: noor,
    subject: 'Retire guest-checkout',
    trailers: ['Reason: Guests have paid for ten weeks; the code asks for the flag no more.'],
    steps: [remove(guestCheckout, guestCheckoutText)],
  },
  {
    date: '2026-08-17T09:30:00Z',
    author: sam,
    subject: 'Whoever is on call may act first',
    trailers: ['Reason: In INC-19 two approvals took 40 minutes, at four in the morning.'],
    steps: [
      edit('owners.yaml', '', '  on-call: [ada@example.com, sam@example.com]\n'),
      edit(
        'policy.yaml',
        '',
        `
# Whoever is on call may act first and be reviewed afterwards.
emergency:
  trailer: Emergency
  roles: [on-call]
  waives: [approvals, freezes]
  reviewWithin: 48h
`,
      ),
    ],
  },
  {
    date: '2026-08-31T08:10:00Z',
    author: kim,
    subject: 'Review performance-mode',
    body: 'Tried in staging under load: it sheds everything that it should.',
    steps: [edit(performanceMode, 'last: 2026-03-02', 'last: 2026-08-31')],
  },
  {
    date: '2026-09-07T11:44:00Z',
    author: kim,
    subject: 'Lin is on call too',
    steps: [
      edit(
        'owners.yaml',
        '  on-call: [ada@example.com, sam@example.com]\n',
        '  on-call: [ada@example.com, lin@example.com, sam@example.com]\n',
      ),
    ],
  },
  {
    date: '2026-09-14T12:26:00Z',
    author: lin,
    subject: 'Add payment-api-v2',
    branch: 'payment-api-v2',
    steps: [add(v2)],
  },
  {
    date: '2026-09-15T09:03:00Z',
    author: lin,
    subject: 'payment-api-v2: say what it carries, and until when it can be undone',
    branch: 'payment-api-v2',
    steps: [
      edit(
        v2,
        '',
        `reversible:
  until: 2027-01-31
  reason: From February version 1 can no longer read the cards that version 2 has stored.
load: { peak: 1200, unit: rps } # the busiest minute of the last peak season, all countries
`,
      ),
    ],
  },
  {
    date: '2026-09-15T16:40:00Z',
    author: sam,
    subject: 'The legacy payment system is on its way out',
    steps: [
      edit('systems.yaml', '    owner: platform\n    status: active\n', '    owner: platform\n    status: legacy\n'),
    ],
  },
  {
    date: '2026-09-16T10:15:00Z',
    author: kim,
    subject: "Merge branch 'payment-api-v2'",
    trailers: approved(omar, sam),
    merges: 'payment-api-v2',
  },
  {
    date: '2026-09-21T14:33:00Z',
    author: omar,
    subject: 'Review payment-api-v1: what to check before going back to it',
    trailers: approved(lin, sam),
    steps: [
      edit(v1, 'last: 2026-03-23', 'last: 2026-09-21'),
      edit(
        v1,
        '',
        `rollbackChecks:
  - payment-api-v2 has carried every charge for a full day without falling back
  - The settlement run of the last night has finished in the legacy payment system

`,
      ),
    ],
  },
  {
    date: '2026-09-28T08:52:00Z',
    author: kim,
    subject: 'A forgotten segment stops the build',
    steps: [
      edit(
        'flagwright.yaml',
        '',
        `
rules:
  # A segment that nobody uses is a rollout that somebody forgot, so it stops the build here.
  unused-segment: error
`,
      ),
    ],
  },
];
