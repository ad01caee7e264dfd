import { sourceRule, type Example } from '../rule.ts';

function bad<Message extends string>(message: Message, body: string): Example {
  return { flags: { 'fast-search': body }, message };
}

export const invalidValue = sourceRule({
  id: 'invalid-value',
  group: 'yaml and schema',
  summary: 'A value has the right type but is not allowed.',
  why: 'A value out of its range is a mistake that no tool can correct: a date that does not exist never comes, a weight below 0 serves nobody.',
  severity: 'error',
  messages: {
    choice: { text: '{place} cannot be {value}', help: 'write one of the values that are allowed' },
    limit: { text: '"{field}" has no effect: types like this one {why}', help: 'write the limit that they have' },
    text: { text: '"{field}" has no effect: only attributes of type string have it', help: 'remove it' },
    form: { text: '{place} is {value}, which is not {what}', help: 'write it in the form that is asked for' },
    name: { text: '"{name}" is not {what}', help: 'write it in the form that is asked for' },
    rule: { text: 'there is no rule "{name}"', help: 'flagwright explain --all lists the rules' },
    calendar: { text: '{place} is {value}, which is not a day of the calendar', help: 'write a day that exists' },
    endless: { text: '{place} is {value}, which is too long', help: 'use days: 180d' },
    weights: {
      text: 'the weights of {place} add up to {value}, which is more than 2147483647',
      help: 'use smaller numbers in the same proportion',
    },
    twice: { text: '{value} appears twice in "{list}"', help: 'remove one of the two' },
    together: { text: '{place} has {fields} at once; it can have one', help: 'keep one' },
    targeting: { text: 'an environment has either rules or targeting, not both', help: 'remove one of the two' },
    case: {
      text: '"ignoreCase" has nothing to ignore here: only texts have upper and lower case',
      help: 'remove it',
    },
    empty: { text: '{place} is empty', help: 'write something, or remove the field' },
    short: { text: '{place} is too short', help: 'say it in at least 10 characters' },
    few: { text: '{place} has too few entries', help: 'add an entry' },
    long: { text: '{place} is too long', help: 'remove an entry' },
    small: { text: '{place} is {value}, which is too small', help: 'write a larger number' },
    large: { text: '{place} is {value}, which is too large', help: 'write a smaller number' },
  },
  examples: {
    bad: [
      bad('choice', 'criticality: urgent\n'),
      bad('choice', 'type: opps\n'),
      {
        flags: { 'fast-search': '' },
        files: { 'policy.yaml': 'rules:\n  - { id: platform, when: { types: [opps] }, authors: [team:platform] }\n' },
        message: 'choice',
      },
      {
        flags: { 'fast-search': '' },
        files: {
          'flagwright.yaml':
            'version: 1\nenvironments: { production: {} }\nlifecycle: { dashboard: { like: ops, maxAge: 30d } }\n',
        },
        message: 'limit',
      },
      {
        flags: { 'fast-search': '' },
        files: {
          'flagwright.yaml':
            'version: 1\nenvironments: { production: {} }\ncontext: { attributes: { orders: { type: number, maxLength: 5 } } }\n',
        },
        message: 'text',
      },
      bad('choice', 'reversible: { never: false, reason: Mails that were sent stay sent. }\n'),
      bad('form', 'created: 12.10.2026\n'),
      bad('form', 'links: { runbook: wiki }\n'),
      bad(
        'name',
        'variants: { On: true, off: false }\nenvironments:\n  production: { enabled: true, otherwise: off }\n',
      ),
      {
        flags: { 'fast-search': '' },
        files: {
          'flagwright.yaml': 'version: 1\nenvironments: { production: {} }\nrules: { stale-flags: error }\n',
        },
        message: 'rule',
      },
      bad('calendar', 'created: 2026-02-30\n'),
      bad('calendar', 'reversible: { until: 2027-02-29T08:00:00Z, reason: The old index is deleted then. }\n'),
      bad('endless', 'review: { every: 1000000000d, last: 2026-10-12 }\n'),
      bad('weights', 'environments:\n  production: { enabled: true, otherwise: { on: 2147483647, off: 1 } }\n'),
      bad('twice', 'tags: [search, index, search]\n'),
      bad('twice', 'affects:\n  - web\n  - web\n'),
      {
        flags: { 'fast-search': 'fallback: { flag: slow-search, system: web }\n', 'slow-search': '' },
        message: 'together',
      },
      bad(
        'case',
        'environments:\n  production: { enabled: true, rules: [{ name: large, when: { attribute: seats, gt: 5, ignoreCase: true }, serve: on }], otherwise: off }\n',
      ),
      bad('targeting', 'environments:\n  production: { enabled: true, rules: [], targeting: {}, otherwise: off }\n'),
      bad('empty', 'seed: ""\n'),
      bad('short', 'description: Search\n'),
      {
        flags: { 'fast-search': '' },
        files: {
          'flagwright.yaml': 'version: 1\nenvironments: { production: {} }\nrules: { expiring-soon: [info] }\n',
        },
        message: 'few',
      },
      {
        flags: { 'fast-search': '' },
        files: {
          'flagwright.yaml': 'version: 1\nenvironments: { production: {} }\nrules: { expiring-soon: [info, {}, {}] }\n',
        },
        message: 'long',
      },
      bad('small', 'environments:\n  production: { enabled: true, otherwise: { on: -5, off: 95 } }\n'),
      bad('large', 'environments:\n  production: { enabled: true, otherwise: { on: 3000000000, off: 1 } }\n'),
    ],
    good: [
      {
        flags: {
          'fast-search':
            'criticality: high\ntags: [search, index]\nlinks: { runbook: "https://example.com/runbooks/search" }\nreversible: { until: 2028-02-29, reason: The old index is deleted then. }\n',
        },
      },
    ],
  },
});
