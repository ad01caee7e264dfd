import {
  ada,
  add,
  approved,
  edit,
  express,
  kim,
  lin,
  newCheckout,
  noor,
  omar,
  onForEmployees,
  sam,
  v2,
  type StoryCommit,
} from './step.ts';

/** payment-api-v2 meets customers, and INC-31; the checkouts that need it are begun: October. */
export const october: readonly StoryCommit[] = [
  {
    date: '2026-09-29T09:20:00Z',
    author: lin,
    subject: 'payment-api-v2: on in staging',
    steps: [edit(v2, 'staging: false', 'staging: true')],
  },
  {
    date: '2026-10-01T08:05:00Z',
    author: lin,
    subject: 'payment-api-v2: employees first',
    trailers: approved(omar, kim),
    steps: [add('segments/employees.segment.yaml'), onForEmployees(v2)],
  },
  {
    date: '2026-10-05T13:41:00Z',
    author: ada,
    subject: 'Add new-checkout-ui',
    branch: 'one-page',
    steps: [add(newCheckout)],
  },
  {
    date: '2026-10-06T10:08:00Z',
    author: noor,
    subject: 'new-checkout-ui: the storefront keeps its four pages',
    branch: 'one-page',
    steps: [
      edit(
        newCheckout,
        '',
        `fallback:
  system: web-storefront
  reason: The storefront still holds the four-page checkout.
`,
      ),
    ],
  },
  {
    date: '2026-10-07T09:16:00Z',
    author: kim,
    subject: "Merge branch 'one-page'",
    trailers: approved(ada, noor, sam),
    merges: 'one-page',
  },
  {
    date: '2026-10-08T08:30:00Z',
    author: omar,
    subject: 'payment-api-v2: a tenth of production',
    trailers: ['Reason: A week of employees without a failed charge.', ...approved(lin, sam)],
    steps: [edit(v2, '    otherwise: off\n', '    otherwise: { on: 10, off: 90 }\n')],
  },
  {
    date: '2026-10-12T11:57:00Z',
    author: ada,
    subject: 'Add express-checkout',
    steps: [add(express)],
  },
  {
    date: '2026-10-15T09:24:00Z',
    author: noor,
    subject: 'new-checkout-ui: on in staging',
    steps: [edit(newCheckout, '  staging: false\n', '  staging: true\n')],
  },
  {
    date: '2026-10-19T10:02:00Z',
    author: ada,
    subject: 'express-checkout: beta testers in staging',
    steps: [
      add('segments/beta-testers.segment.yaml'),
      edit(
        express,
        '  staging: false\n',
        `  staging:
    enabled: true
    rules:
      - name: beta-testers
        when: { segment: beta-testers }
        serve: on
    otherwise: off
`,
      ),
    ],
  },
  {
    date: '2026-10-20T08:17:00Z',
    author: lin,
    subject: 'payment-api-v2: half of production',
    trailers: approved(omar, sam),
    steps: [edit(v2, '    otherwise: { on: 10, off: 90 }\n', '    otherwise: { on: 50, off: 50 }\n')],
  },
  {
    date: '2026-10-28T02:49:00Z',
    author: lin,
    subject: 'payment-api-v2: off in production',
    body: 'Charges of contract merchants are refused since 02:10: their bank does not\nknow version 2 yet.',
    trailers: [
      'Reason: Charges of contract merchants are refused since 02:10.',
      'Incident: INC-31',
      ...approved(omar, sam),
    ],
    steps: [edit(v2, '    enabled: true\n', '    enabled: false\n')],
  },
  {
    date: '2026-10-29T14:12:00Z',
    author: omar,
    subject: 'payment-api-v2: contract merchants stay on version 1',
    trailers: ['Reason: Until their bank has certified version 2.', 'Incident: INC-31', ...approved(lin, kim)],
    steps: [
      edit(
        v2,
        `      - name: employees
        when: { segment: employees }
        serve: on
`,
        `      - name: contract-merchants
        when: { attribute: merchantPlan, equals: contract }
        until: 2027-01-18T06:00:00Z
        serve: off
      - name: employees
        when: { segment: employees }
        serve: on
`,
      ),
    ],
  },
];
