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

/** Everything reaches customers, step by step: the first half of November. */
export const november: readonly StoryCommit[] = [
  {
    date: '2026-11-03T08:40:00Z',
    author: lin,
    subject: 'payment-api-v2: on for everyone but contract merchants',
    trailers: ['Reason: The bank has confirmed all other cards.', 'Incident: INC-31', ...approved(omar, sam)],
    steps: [
      add('payments/payment-api-v2.spec.yaml'),
      edit(v2, '    enabled: false\n', '    enabled: true\n'),
      edit(
        v2,
        `      - name: employees
        when: { segment: employees }
        serve: on
    otherwise: { on: 50, off: 50 }
`,
        '    otherwise: on\n',
      ),
    ],
  },
  {
    date: '2026-11-04T09:11:00Z',
    author: ada,
    subject: 'new-checkout-ui: employees in production',
    trailers: approved(noor, kim),
    steps: [onForEmployees(newCheckout)],
  },
  {
    date: '2026-11-05T13:28:00Z',
    author: noor,
    subject: 'new-checkout-ui: outdated apps keep the four pages',
    trailers: ['Reason: Versions before 2.1.0 cannot draw the address form.', ...approved(ada, sam)],
    steps: [
      edit(
        newCheckout,
        '',
        `      - name: outdated-apps # versions before 2.1.0 cannot draw the address form
        when: { attribute: appVersion, semver: "<2.1.0" }
        serve: off
`,
      ),
    ],
  },
  {
    date: '2026-11-06T08:58:00Z',
    author: ada,
    subject: 'new-checkout-ui: half of the launch countries',
    branch: 'launch',
    steps: [
      add('segments/launch-countries.segment.yaml'),
      edit(
        newCheckout,
        '',
        `      - name: launch-countries
        when: { segment: launch-countries }
        serve: { on: 50, off: 50 }
`,
      ),
    ],
  },
  {
    date: '2026-11-06T09:32:00Z',
    author: ada,
    subject: 'new-checkout-ui: a fifth of everybody else',
    branch: 'launch',
    steps: [edit(newCheckout, '    otherwise: off\n', '    otherwise: { on: 20, off: 80 }\n')],
  },
  {
    date: '2026-11-06T15:45:00Z',
    author: ada,
    subject: 'express-checkout: employees in production',
    trailers: approved(noor),
    steps: [onForEmployees(express)],
  },
  {
    date: '2026-11-09T08:21:00Z',
    author: sam,
    subject: "Merge branch 'launch'",
    trailers: approved(noor, kim),
    merges: 'launch',
  },
  {
    date: '2026-11-09T10:37:00Z',
    author: lin,
    subject: 'Extend payment-api-v2 to 2027-02-26',
    trailers: [
      'Reason: The bank certifies contract merchants for version 2 only in the middle of January.',
      ...approved(omar, sam),
    ],
    steps: [
      edit(v2, 'expires: 2027-01-29\n', 'expires: 2027-02-26\n'),
      edit(
        v2,
        '',
        `extensions:
  - on: 2026-11-09
    from: 2027-01-29
    until: 2027-02-26
    reason: The bank certifies contract merchants for version 2 only in the middle of January.
`,
      ),
      edit(v2, '', '      # Their bank has not certified version 2 yet; see the extension above.\n'),
    ],
  },
  {
    date: '2026-11-10T09:06:00Z',
    author: noor,
    subject: 'express-checkout: one returning customer in twenty',
    trailers: approved(ada),
    steps: [
      add('checkout/express-checkout.spec.yaml'),
      edit(
        express,
        '',
        `      - name: returning-customers
        when:
          all:
            - { segment: launch-countries }
            - { attribute: storedCard, equals: true }
            - { attribute: orders, gte: 1 }
        from: 2026-11-02T08:00:00Z
        serve: { on: 25, off: 75 }
`,
      ),
      edit(
        express,
        '',
        `      - name: returning-customers
        when:
          all:
            - { segment: launch-countries }
            - { attribute: appVersion, semver: ">=2.1.0" }
            - { attribute: storedCard, equals: true }
            - { attribute: orders, gte: 1 }
        from: 2026-11-09T08:00:00Z
        serve: { on: 5, off: 95 }
`,
      ),
    ],
  },
  {
    date: '2026-11-11T11:50:00Z',
    author: kim,
    subject: 'An address must be confirmed to make an employee',
    trailers: ['Reason: Anybody could type a company address and see unfinished work.', ...approved(ada, sam)],
    steps: [
      edit(
        'segments/employees.segment.yaml',
        'when: { attribute: email, endsWith: "@example.com" }\n',
        `when:
  all:
    - { attribute: email, endsWith: "@example.com" }
    - { attribute: emailVerified, equals: true }
`,
      ),
    ],
  },
  {
    date: '2026-11-12T08:44:00Z',
    author: ada,
    subject: 'launch-countries: the Netherlands',
    trailers: approved(noor, kim),
    steps: [edit('segments/launch-countries.segment.yaml', '[DE, FR]', '[DE, FR, NL]')],
  },
  {
    date: '2026-11-13T09:13:00Z',
    author: ada,
    subject: 'new-checkout-ui: nine of ten in the launch countries, two of five elsewhere',
    trailers: ['Reason: Fewer abandoned baskets in all three countries.', ...approved(noor, sam)],
    steps: [
      edit(
        newCheckout,
        '        serve: { on: 50, off: 50 }\n',
        '        serve: { on: 90, off: 10 } # the last tenth is the control group\n',
      ),
      edit(newCheckout, '    otherwise: { on: 20, off: 80 }\n', '    otherwise: { on: 40, off: 60 }\n'),
    ],
  },
];
