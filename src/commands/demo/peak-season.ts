import { ada, add, approved, edit, express, kim, newCheckout, noor, sam, type StoryCommit } from './step.ts';

/** The traffic rises, and INC-44 ends express-checkout for now: the second half of November. */
export const peakSeason: readonly StoryCommit[] = [
  {
    date: '2026-11-16T10:29:00Z',
    author: noor,
    subject: 'express-checkout: one returning customer in ten',
    trailers: approved(ada),
    steps: [edit(express, 'serve: { on: 5, off: 95 }', 'serve: { on: 10, off: 90 }')],
  },
  {
    date: '2026-11-17T09:00:00Z',
    author: kim,
    subject: 'Nothing changes in production at the turn of the year',
    steps: [
      edit(
        'policy.yaml',
        '',
        `
freezes:
  - from: 2026-12-18
    until: 2027-01-02
    environments: [production]
    reason: Peak season, when a quarter of the year's orders are paid.
    except: [role:on-call]
`,
      ),
    ],
  },
  {
    date: '2026-11-18T14:07:00Z',
    author: ada,
    subject: 'new-checkout-ui: nobody new joins during the peak weekend',
    trailers: approved(noor, kim),
    steps: [
      add('checkout/new-checkout-ui.spec.yaml'),
      edit(
        newCheckout,
        '',
        `      - name: peak-weekend # no newcomers while the traffic is at its highest
        when: { not: { attribute: seenCheckout, equals: one-page } }
        from: 2026-11-27T00:00:00Z
        until: 2026-12-01T00:00:00Z
        serve: off
`,
      ),
    ],
  },
  {
    date: '2026-11-20T14:22:00Z',
    author: sam,
    name: 'inc-44',
    subject: 'performance-mode on, express-checkout off in production',
    body: 'The early sales have tripled the traffic, and the storefront answers in eight\nseconds. Stored cards cannot be looked up meanwhile.',
    trailers: ['Emergency: INC-44', 'Incident: INC-44', 'Reason: The storefront answers in eight seconds since 14:05.'],
    steps: [
      edit(
        'platform/performance-mode.flag.yaml',
        '  production: false\n',
        '  production: true # on for the peak season\n',
      ),
      edit(
        express,
        '    enabled: true\n    rules:\n      - name: employees\n',
        '    enabled: false # since performance-mode was switched on\n    rules:\n      - name: employees\n',
      ),
    ],
  },
  {
    date: '2026-11-21T09:35:00Z',
    author: kim,
    subject: 'Hold to what INC-44 has left',
    body: 'Right, and to stay for the peak season: the specs say so now.',
    trailers: ['Reviews-Emergency: {inc-44}', 'Reviewed-by: Kim Larsen <kim@example.com>'],
    steps: [
      add('platform/performance-mode.spec.yaml'),
      edit(
        'checkout/express-checkout.spec.yaml',
        '',
        `  - name: it is switched off in production while performance mode is on
    environment: production
    at: 2026-11-22T12:00:00Z
    context: { targetingKey: e-1, email: ada@example.com, emailVerified: true }
    expect: { variant: off, value: false, reason: DISABLED }
`,
      ),
    ],
  },
];
