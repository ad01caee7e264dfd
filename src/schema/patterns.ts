/** What a pattern of the schemas stands for. A test keeps this list and the schemas in step. */
interface Meaning {
  readonly what: string;
  readonly help: string;
}

const word = '[a-z0-9]+([._-][a-z0-9]+)*';

/** A date or an instant, as far as its form goes. */
export const datePattern =
  '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d))?$';

export const durationPattern = '^[1-9][0-9]*(m|h|d)$';

export const meanings: Readonly<Record<string, Meaning>> = {
  '^(?=.{2,100}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$': {
    what: 'a key',
    help: 'keys are 2 to 100 letters and digits, joined by -, _ or .',
  },
  [`^(?=.{1,100}$)${word}$`]: {
    what: 'a name',
    help: 'use lower-case letters and digits, joined by -, _ or .',
  },
  '^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$': {
    what: 'a name',
    help: 'use letters and digits, joined by -, _ or .',
  },
  [`^${word}$`]: { what: 'a name', help: 'use lower-case letters and digits, joined by -, _ or .' },
  '^[a-z][a-zA-Z0-9_-]*$': {
    what: 'a name for a variant',
    help: 'begin with a lower-case letter; letters, digits, - and _ may follow',
  },
  [durationPattern]: { what: 'a duration', help: 'write minutes, hours or days: 90m, 48h, 14d' },
  [datePattern]: { what: 'a date', help: 'write 2026-11-22, or 2026-11-22T08:00:00Z' },
  '^[^\\s@:]+@[^\\s@]+$': { what: 'an e-mail address', help: 'write it as name@example.com' },
  [`^(owner|(team|role):${word}|[^\\s@:]+@[^\\s@]+)$`]: {
    what: 'somebody policy can name',
    help: 'write owner, team:NAME, role:NAME or an e-mail address',
  },
  '^[a-zA-Z][a-zA-Z0-9+.-]*:[^\\s]+$': { what: 'an address', help: 'write all of it: https://example.com/page' },
  '^@[^\\s]+$': { what: 'a handle', help: 'write it as @name or @organisation/team' },
  '^[A-Za-z_][A-Za-z0-9_]*$': {
    what: 'the name of a function',
    help: 'write its name alone, or openfeature, launchdarkly or unleash',
  },
  '^[A-Za-z][A-Za-z0-9-]*$': { what: 'a trailer name', help: 'use letters, digits and -' },
};

export function explainPattern(pattern: string): Meaning {
  return meanings[pattern] ?? { what: 'of the right form', help: `it must match ${pattern}` };
}
