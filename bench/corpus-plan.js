// What a corpus holds, before it is written down in anybody's format: the same flags, segments and dependencies
// are rendered for Flagwright (corpus.js) and for its peer (featurevisor-corpus.js).

const DAY = 86_400_000;
/** The day on which a corpus is clean under every rule: pass it as `--now`. */
export const TODAY = '2026-11-22';
export const ENVIRONMENTS = ['development', 'staging', 'production'];

const AREAS =
  'account basket billing catalogue checkout delivery identity loyalty messaging offers orders payments pricing profile refunds returns reviews search stock tax'.split(
    ' ',
  );
const SUBJECTS =
  'address-form bank-transfer card-vault country-picker daily-digest export-queue gift-cards image-viewer invoice-pdf login-page order-history parcel-tracking price-badge product-list receipt-mail session-store size-guide stock-count summary-page voucher-field'.split(
    ' ',
  );
const GOALS = ['async', 'batched', 'cached', 'compact', 'guarded', 'inline', 'lazy', 'paged', 'rewritten', 'streamed'];
const TEAMS = AREAS.slice(0, 12);
const COUNTRIES = 'AT BE CH CZ DE DK ES FI FR GB IE IT NL PL PT SE US'.split(' ');
const PLANS = ['basic', 'business', 'enterprise', 'partner', 'premium', 'trial'];
const DEVICES = ['desktop', 'kiosk', 'phone', 'tablet', 'television'];

/** Types with the share of flags they have, in percent, and the days they may live (absent: they are reviewed). */
const TYPES = [
  { type: 'release', share: 45, days: 89, age: [26, 52] },
  { type: 'experiment', share: 15, days: 59, age: [8, 22] },
  { type: 'migration', share: 10, days: 179, age: [20, 120] },
  { type: 'ops', share: 12, review: 180 },
  { type: 'kill-switch', share: 10, review: 180 },
  { type: 'permission', share: 8, review: 365 },
];

/** Where flags are on, with the share of flags. The last two are what conflicts are made between. */
const STATES = [
  { on: [true, true, true], share: 62 },
  { on: [true, true, false], share: 24 },
  { on: [false, false, true], share: 8 },
  { on: [false, false, false], share: 6 },
];

/** mulberry32: a number in [0, 1) a call, the same sequence for the same seed on every machine. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const day = (offset) => new Date(Date.parse(TODAY) + offset * DAY).toISOString().slice(0, 10);
const covers = (wide, narrow) => narrow.every((on, i) => !on || wide[i]);
const apart = (a, b) => a.some(Boolean) && b.some(Boolean) && a.every((on, i) => !on || !b[i]);

/**
 * Draws a project of `flags` flags and `segments` segments. Everything that is referred to exists, every segment is
 * used, prerequisites are on wherever their dependents are and expire no earlier, conflicting flags are never on in
 * one environment, and dependencies are at most three layers deep.
 */
export function planCorpus({ flags: count, segments: segmentCount = 50, seed = 1 }) {
  const next = random(seed);
  const integer = (low, high) => low + Math.floor(next() * (high - low + 1));
  const pick = (list) => list[Math.floor(next() * list.length)];
  const some = (list, n) => {
    const left = [...list];
    return Array.from({ length: n }, () => left.splice(Math.floor(next() * left.length), 1)[0]).sort();
  };
  const byShare = (list) => {
    let left = next() * 100;
    return list.find((entry) => (left -= entry.share) < 0) ?? list[0];
  };

  const used = Math.min(segmentCount, Math.max(1, count));
  const segments = Array.from({ length: used }, (_, i) => ({
    key: `${AREAS[i % AREAS.length]}-cohort-${String(i + 1).padStart(2, '0')}`,
    owner: TEAMS[i % TEAMS.length],
    cohort: `cohort-${i + 1}`,
    minimumAge: integer(1, 36),
    domain: `${AREAS[i % AREAS.length]}.example.com`,
    // Only segments before it, so there is no cycle.
    uses: i > 9 && i % 5 === 0 ? i - integer(1, 9) : undefined,
  }));
  const systems = AREAS.flatMap((area, i) => [
    { key: `${area}-api`, owner: TEAMS[i % TEAMS.length], status: 'active', peak: 1000 + 250 * (i % 7) },
    { key: `${area}-store`, owner: TEAMS[i % TEAMS.length], status: i % 4 ? 'active' : 'legacy', peak: 4000 },
  ]);

  const flags = [];
  for (let i = 0; i < count; i++) {
    const { type, days, age, review } = byShare(TYPES);
    const area = pick(AREAS);
    const born = age ? -integer(age[0], age[1]) : -integer(200, 700);
    const flag = {
      index: i,
      key: `${area}-${pick(SUBJECTS)}-${pick(GOALS)}-${String(i).padStart(5, '0')}`,
      area,
      type,
      owner: TEAMS[AREAS.indexOf(area) % TEAMS.length],
      created: day(born),
      expiresIn: days ? born + days - integer(0, 3) : Infinity,
      review,
      reviewed: day(-integer(5, 120)),
      criticality: pick(['low', 'medium', 'medium', 'high', 'critical']),
      affects: some([`${area}-api`, `${area}-store`, `${pick(AREAS.filter((a) => a !== area))}-api`], integer(1, 3)),
      on: byShare(STATES).on,
      experiment: type === 'experiment',
      segments: [segments[i % used].key, segments[(i * 7 + 3) % used].key],
      countries: some(COUNTRIES, integer(2, 5)),
      plan: pick(PLANS),
      device: pick(DEVICES),
      seats: integer(2, 500),
      version: `${integer(1, 9)}.${integer(0, 20)}.0`,
      share: 5 * integer(1, 19),
      starts: day(-integer(1, 5)),
      load: integer(1, 90) * 10,
      issue: integer(100, 9999),
      layer: 0,
      prerequisites: [],
      conflicts: [],
      fallback: undefined,
    };
    flag.expires = Number.isFinite(flag.expiresIn) ? day(flag.expiresIn) : undefined;

    const find = (wanted) => {
      const attempts = i > 0 ? 12 : 0;
      for (let attempt = 0; attempt < attempts; attempt++) {
        const other = flags[integer(0, i - 1)];
        if (!flag.prerequisites.includes(other) && !flag.conflicts.includes(other) && wanted(other)) return other;
      }
      return undefined;
    };
    const wantedPrerequisites = next() < 0.35 ? integer(1, 2) : 0;
    for (let n = 0; n < wantedPrerequisites; n++) {
      const parent = find((o) => o.layer < 2 && covers(o.on, flag.on) && o.expiresIn >= flag.expiresIn);
      if (parent === undefined) continue;
      flag.prerequisites.push(parent);
      flag.layer = Math.max(flag.layer, parent.layer + 1);
    }
    if (next() < 0.25) {
      const enemy = find((o) => apart(o.on, flag.on));
      if (enemy) flag.conflicts.push(enemy);
    }
    if (next() < 0.5) {
      const carrier = find((o) => o.expiresIn === Infinity && covers(o.on, flag.on));
      flag.fallback = carrier ? { flag: carrier.key } : { system: `${area}-api` };
    }
    flags.push(flag);
  }
  return { flags, segments, systems, teams: TEAMS };
}
