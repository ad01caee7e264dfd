import { murmur3 } from '../../evaluate/murmur3.ts';
import type { CatalogReport } from '../../commands/catalog/catalog-report.ts';

export type PageKind = 'flags' | 'teams' | 'segments' | 'systems';

/** The path of the page of something, from the top of the catalogue; undefined where there is none. */
export type PageOf = (kind: PageKind, key: string) => string | undefined;

/** What Windows takes for a device, whatever its ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/**
 * Names pages after keys. A key that would make no file name everywhere, or is the same as another but for upper and lower
 * case, gets a name with a hash behind it.
 */
export function pageNames({ flags, teams, segments, systems }: CatalogReport): PageOf {
  const all = { flags, teams, segments, systems };
  const paths = new Map<string, string>();
  for (const [kind, things] of Object.entries(all)) {
    const taken = new Set<string>();
    for (const { key } of things) {
      const plain = key.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100) || 'none';
      const isPlain = plain === key && /^[A-Za-z0-9_]/.test(key) && !devices.test(key.toLowerCase());
      const name = isPlain && !taken.has(key.toLowerCase()) ? key : `${plain}-${hash(key)}`;
      taken.add(name.toLowerCase());
      paths.set(`${kind} ${key}`, `${kind}/${name}.html`);
    }
  }
  return (kind, key) => paths.get(`${kind} ${key}`);
}

function hash(key: string): string {
  return (murmur3(key) >>> 0).toString(16).padStart(8, '0');
}
