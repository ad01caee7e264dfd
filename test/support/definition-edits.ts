import fc from 'fast-check';

/** Random flags of the whole grammar of a flag file, and small edits of them. */

const key = fc.constantFrom('payment-api-v2', 'new-ui', 'express-checkout', 'search.v3', 'fast_mode');
const variant = fc.constantFrom('on', 'off', 'blue', 'control');
const date = fc.constantFrom('2026-08-03', '2026-09-01T08:00:00Z', '2026-10-15', '2026-10-30', '2027-01-01');
const sentence = fc.constantFrom(
  'The bank certifies cards only then.',
  'One-click checkout for all.',
  'It failed: "500" → 3 times #x',
);
const system = fc.constantFrom('web-storefront', 'checkout-api', 'legacy-payment-system');
const scalar = fc.oneof(
  fc.constantFrom<unknown>('DE', 'FR', 'NL', 'pro', '2.1.0'),
  fc.integer({ min: -3, max: 9 }),
  fc.boolean(),
);
const weights = fc
  .uniqueArray(fc.tuple(variant, fc.nat(100)), { minLength: 1, maxLength: 3, selector: ([name]) => name })
  .map((parts) => Object.fromEntries(parts));
const serve = fc.oneof(variant, weights);
const record = (
  model: Record<string, fc.Arbitrary<unknown>>,
  requiredKeys: string[] = [],
): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(model, { requiredKeys: requiredKeys as never[], noNullPrototype: true });

const test = fc
  .tuple(
    fc.constantFrom('country', 'appVersion', 'plan', 'device.os'),
    fc.oneof(
      record({ equals: scalar, ignoreCase: fc.boolean() }, ['equals']),
      record({ before: date }, ['before']),
      record({ after: date }, ['after']),
      record({ in: fc.array(scalar, { maxLength: 4 }) }, ['in']),
      record({ contains: scalar }, ['contains']),
      record({ startsWith: fc.constantFrom('eu-', 'x') }, ['startsWith']),
      record({ endsWith: fc.constantFrom('@example.com') }, ['endsWith']),
      ...['gt', 'gte', 'lt', 'lte'].map((name) => record({ [name]: fc.integer() }, [name])),
      record({ semver: fc.constantFrom('>=2.1.0', '^3', '!= v1.2') }, ['semver']),
      record({ exists: fc.boolean() }, ['exists']),
    ),
  )
  .map(([attribute, operator]) => ({ attribute, ...operator }));

export const anyCondition: fc.Arbitrary<unknown> = fc.letrec<{ condition: unknown }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    test,
    record({ segment: fc.constantFrom('employees', 'beta-testers') }, ['segment']),
    record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }, ['all']),
    record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }, ['any']),
    record({ not: tie('condition') }, ['not']),
  ),
})).condition;

const ruleName = fc.constantFrom('internal', 'eu-gradual', 'beta', 'vip', 'canary', 'rest');
const rule = record({ name: ruleName, when: anyCondition, from: date, until: date, serve }, ['name', 'serve']);
const rules = fc.uniqueArray(rule, { maxLength: 5, selector: ({ name }) => name });

const block = fc.oneof(
  fc.boolean(),
  record({ enabled: fc.boolean() }, ['enabled']),
  record({ enabled: fc.boolean(), otherwise: serve }, ['enabled']),
  {
    arbitrary: record({ enabled: fc.boolean(), rules, otherwise: serve }, ['enabled', 'rules', 'otherwise']),
    weight: 4,
  },
  record({ enabled: fc.boolean(), targeting: record({ if: fc.array(scalar, { maxLength: 3 }) }), otherwise: serve }, [
    'enabled', 'targeting', 'otherwise',
  ]), // prettier-ignore
);

const environmentName = fc.oneof(
  { arbitrary: fc.constantFrom('development', 'staging', 'production'), weight: 9 },
  { arbitrary: fc.constantFrom('serve', '__proto__', 'otherwise'), weight: 1 },
);
const byFlag = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.uniqueArray(record({ flag: key, ...fields }, ['flag']), { maxLength: 4, selector: (entry) => entry['flag'] });

const fields: Record<string, fc.Arbitrary<unknown>> = {
  key,
  description: sentence,
  type: fc.constantFrom('release', 'experiment', 'migration', 'ops', 'kill-switch', 'permission'),
  owner: fc.constantFrom('checkout', 'payments', 'platform'),
  created: date,
  expires: date,
  criticality: fc.constantFrom('low', 'medium', 'high', 'critical'),
  affects: fc.array(system, { maxLength: 3 }),
  retire: sentence,
  review: record({ every: fc.constantFrom('180d', '48h'), last: date }, ['every']),
  extensions: fc.array(
    record({ on: date, from: date, until: date, reason: sentence }, ['on', 'from', 'until', 'reason']),
    {
      maxLength: 3,
    },
  ),
  links: fc.dictionary(fc.constantFrom('runbook', 'issue'), fc.webUrl(), { noNullPrototype: true }),
  tags: fc.array(fc.constantFrom('checkout', 'web', 'q4'), { maxLength: 3 }),
  variants: fc.dictionary(variant, fc.oneof(scalar, record({ serve: weights, limit: fc.nat(9) })), {
    minKeys: 1,
    noNullPrototype: true,
  }),
  off: variant,
  onFailure: variant,
  delivery: fc.constantFrom('always-fresh', 'cache-first', 'background-refresh'),
  prerequisites: byFlag({
    variant: fc.oneof(variant, fc.array(variant, { minLength: 1, maxLength: 2 })),
    reason: sentence,
  }),
  conflicts: byFlag({ reason: sentence }),
  fallback: fc.oneof(
    record({ flag: key, reason: sentence }, ['flag']),
    record({ system, reason: sentence }, ['system']),
  ),
  reversible: fc.oneof(
    fc.boolean(),
    record({ until: date, reason: sentence }, ['until', 'reason']),
    record({ never: fc.constant(true), reason: sentence }, ['never', 'reason']),
  ),
  rollbackChecks: fc.array(sentence, { maxLength: 2 }),
  load: record({ peak: fc.nat(2000), unit: fc.constantFrom('rps', 'qps') }, ['peak', 'unit']),
  bucketBy: fc.constantFrom<unknown>('targetingKey', 'accountId', ['accountId', 'targetingKey']),
  seed: key,
  environments: fc.dictionary(environmentName, block, { maxKeys: 4, noNullPrototype: true }),
};

const required = ['description', 'type', 'owner', 'created', 'environments'];

export const anyFlag: fc.Arbitrary<Record<string, unknown>> = record(fields, required);

/** Anything that YAML can say, in the place of a flag or of a part of one. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, undefined, Number.NaN, [], {}, '', [{ name: 'a' }, { name: 'a' }]),
);

export interface DrawnEdit {
  readonly numbers: readonly number[];
  readonly flag: Record<string, unknown>;
  readonly rule: Record<string, unknown>;
  readonly value: unknown;
}

export const anyEdit: fc.Arbitrary<DrawnEdit> = fc.record({
  numbers: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
  flag: anyFlag,
  rule,
  value: fc.oneof(serve, anyCondition, anything),
});

/** A copy of a value with one thing changed: a part taken from another flag, replaced, removed, added, or moved. */
export function editFlag(value: unknown, { numbers, flag, rule, value: other }: DrawnEdit): unknown {
  const root = { root: structuredClone(value) };
  let at = 0;
  const draw = (below: number): number => (numbers[at++ % numbers.length] ?? 0) % below;
  let holder: Record<string | number, unknown> | unknown[] = root;
  let step: string | number = 'root';
  while (draw(5) > 0) {
    const inner: unknown = (holder as Record<string | number, unknown>)[step];
    if (typeof inner !== 'object' || inner === null) break;
    const keys: (string | number)[] = Array.isArray(inner) ? [...inner.keys()] : Object.keys(inner);
    const next = keys[draw(keys.length || 1)];
    if (next === undefined) break;
    holder = inner as Record<string | number, unknown>;
    step = next;
  }
  const inner: unknown = (holder as Record<string | number, unknown>)[step];
  if (Array.isArray(inner)) editList(inner, draw, rule, other);
  else if (holder === root) mix(inner, flag, draw);
  else if (Array.isArray(holder)) holder.splice(Number(step), 1, ...(draw(2) === 0 ? [other] : []));
  else if (draw(4) === 0) delete holder[step];
  else
    Object.defineProperty(holder, step, {
      value: typeof inner === 'boolean' ? !inner : (other ?? null),
      enumerable: true,
    });
  return root.root;
}

function editList(list: unknown[], draw: (below: number) => number, rule: unknown, other: unknown): void {
  const index = draw(list.length + 1);
  switch (draw(4)) {
    case 0:
      list.splice(index, 1);
      break;
    case 1:
      list.splice(index, 0, ...list.splice(draw(list.length + 1), 1));
      break;
    default:
      list.splice(index, 0, draw(3) > 0 ? rule : other);
  }
}

/** Takes some fields from another flag. */
function mix(target: unknown, flag: Record<string, unknown>, draw: (below: number) => number): void {
  if (typeof target !== 'object' || target === null) return;
  for (const name of Object.keys(flag)) {
    if (draw(5) === 0) (target as Record<string, unknown>)[name] = structuredClone(flag[name]);
  }
}
