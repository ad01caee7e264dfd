import type { CatalogData } from './data.ts';
import { rowOf, type View } from './rows.ts';
import { makeSearch, type Query } from './search.ts';

const names = ['q', 'owner', 'type', 'state', 'env', 'due', 'only', 'sort'] as const;

/** So many rows are shown at first, and more at a time. */
const step = 100;

/** Makes the list of flags answer to its form: as one types, by keyboard, and by what follows the # of its address. */
export function startList(form: HTMLFormElement, data: CatalogData): void {
  const table = document.querySelector<HTMLTableElement>('table[data-view]')!;
  const body = table.tBodies[0]!;
  const status = document.querySelector<HTMLElement>('#found')!;
  const more = document.querySelector<HTMLButtonElement>('#more')!;
  const search = makeSearch(data);
  const view = table.dataset.view as View;
  let query = queryOf(new URLSearchParams(location.hash.slice(1)));
  let shown = step;

  const render = (): void => {
    const found = search(query);
    const rows = found.slice(0, shown).map((flag) => rowOf(flag, data, view));
    body.replaceChildren(...rows);
    const [count, all] = [found.length, data.flags.length].map((number) => number.toLocaleString('en'));
    const cut = found.length > rows.length ? `, the first ${rows.length} are shown` : '';
    status.textContent = found.length === 0 ? `no flag of ${all} fits` : `${count} of ${all} flags${cut}`;
    more.hidden = rows.length === found.length;
    for (const header of table.tHead!.querySelectorAll<HTMLElement>('th[data-sort]')) {
      const by = header.dataset.sort!;
      const order = query.sort === by ? 'ascending' : query.sort === `-${by}` ? 'descending' : undefined;
      if (order === undefined) header.removeAttribute('aria-sort');
      else header.setAttribute('aria-sort', order);
    }
  };
  const ask = (next: Query): void => {
    query = next;
    shown = step;
    history.replaceState(undefined, '', `#${hashOf(next)}`);
    render();
  };

  fill(form, query);
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => ask({ ...readForm(form), sort: query.sort }));
  // The form has its old values until the event is over.
  form.addEventListener('reset', () => setTimeout(() => ask(queryOf(new URLSearchParams()))));
  more.addEventListener('click', () => {
    const next = body.rows.length;
    shown += step;
    render();
    body.rows[next]?.querySelector('a')?.focus();
  });
  table.tHead!.addEventListener('click', ({ target }) => {
    const by = (target as Element).closest<HTMLElement>('th[data-sort]')?.dataset.sort;
    if (by !== undefined) ask({ ...query, sort: query.sort === by ? `-${by}` : by });
  });
  window.addEventListener('hashchange', () => {
    query = queryOf(new URLSearchParams(location.hash.slice(1)));
    fill(form, query);
    render();
  });
  walkRows(form, body);
  render();
}

/** Down and up go from the search through the links of the rows, and Escape goes back to the search. */
function walkRows(form: HTMLFormElement, body: HTMLTableSectionElement): void {
  const box = form.querySelector<HTMLInputElement>('input[name=q]')!;
  document.addEventListener('keydown', (event) => {
    const links = (): HTMLElement[] => [...body.querySelectorAll<HTMLElement>('th a')];
    const active = document.activeElement;
    const row = active?.closest('tr');
    if (event.key === 'Escape' && (active === box || row)) {
      if (active === box && box.value !== '') {
        box.value = '';
        form.dispatchEvent(new Event('input'));
      }
      box.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const all = links();
      const at = active === box ? -1 : all.indexOf(active as HTMLElement);
      if (active !== box && at < 0) return;
      const next = event.key === 'ArrowDown' ? at + 1 : at - 1;
      if (next < 0) box.focus();
      else all[next]?.focus();
      event.preventDefault();
    }
  });
}

function queryOf(parameters: URLSearchParams): Query {
  return Object.fromEntries(names.map((name) => [name, parameters.get(name) ?? ''])) as unknown as Query;
}

function hashOf(query: Query): string {
  return new URLSearchParams(names.flatMap((name) => (query[name] === '' ? [] : [[name, query[name]]]))).toString();
}

function readForm(form: HTMLFormElement): Query {
  const data = new FormData(form);
  return Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')])) as unknown as Query;
}

function fill(form: HTMLFormElement, query: Query): void {
  for (const name of names) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = field.value === query[name];
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = query[name];
  }
}
