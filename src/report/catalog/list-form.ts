import type { CatalogReport } from '../../commands/catalog/catalog-report.ts';
import { markup, type Markup, type MarkupPart } from './html.ts';

/** The search and the filters above a list of flags. Hidden until the script is there to answer. */
export function listForm({ flags, environments, main }: CatalogReport, view: 'list' | 'matrix'): Markup {
  const values = (of: (flag: CatalogReport['flags'][number]) => string | undefined): string[] =>
    [...new Set(flags.flatMap((flag) => of(flag) ?? []))].sort();
  const plain = (names: readonly string[]): [string, string][] => names.map((name) => [name, name]);
  const ofEnvironment = environments.map(({ name }) => [name === main ? '' : name, name] as [string, string]);
  return markup`<form role="search" hidden>
<label class="query">Search<input type="search" name="q" autocomplete="off" aria-keyshortcuts="/" placeholder="key, owner, tag or words"></label>
${select('owner', 'Owner', 'any owner', plain(values(({ owner }) => owner)))}${select('type', 'Type', 'any type', plain(values(({ type }) => type)))}${select('state', 'State', 'any state', [['n', 'on'], ['p', 'partly on'], ['x', 'expired'], ['b', 'blocked'], ['o', 'off']])}${environments.length > 1 && select('env', 'State in', undefined, ofEnvironment)}${select('due', 'Due', 'any time', [['expired', 'overdue'], ['14', 'in 14 days'], ['30', 'in 30 days'], ['90', 'in 90 days'], ['later', 'later'], ['never', 'never']])}${view === 'matrix' && markup`<label class="check"><input type="checkbox" name="only" value="differs"> only where environments differ</label>
`}<button type="reset">Clear</button>
</form>
<p id="found" role="status"></p>
`; // prettier-ignore
}

function select(
  name: string,
  label: string,
  any: string | undefined,
  options: readonly (readonly [string, string])[],
): Markup {
  // prettier-ignore
  const all: MarkupPart[] = options.map(([value, text]) => markup`<option value="${value}">${text}`);
  return markup`<label>${label}<select name="${name}">${any !== undefined && markup`<option value="">${any}`}${all}</select></label>
`;
}

/** What leads to more rows; shown by the script. */
export const moreButton = markup`<button type="button" id="more" hidden>Show more</button>
`;
