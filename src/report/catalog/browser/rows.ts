import { stateWords, type CatalogData, type FlagRow } from './data.ts';

/** What a row shows: a line about each flag, or its state in every environment. */
export type View = 'list' | 'matrix';

/** An element with text, which is never taken for markup. */
function element(name: string, className: string, ...children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

function state(letter: string): HTMLElement {
  const [name, word] = stateWords(letter);
  return element('span', `state ${name}`, word);
}

/** A row of the table, in the form that the page has already. */
export function rowOf(flag: FlagRow, { environments, main }: CatalogData, view: View): HTMLTableRowElement {
  const [key, page, description, owner, type, states, due, , worst] = flag;
  const link = document.createElement('a');
  link.href = page;
  link.textContent = key;
  const row = document.createElement('tr');
  const head = element('th', '', link);
  head.setAttribute('scope', 'row');
  if (worst !== '') head.append(element('span', `mark ${worst === 'e' ? 'error' : 'warning'}`, worst === 'e' ? 'error' : 'warning')); // prettier-ignore
  row.append(head);
  if (view === 'matrix') {
    row.append(...environments.map((_, at) => element('td', '', state(states[at] ?? 'o'))));
    return row;
  }
  head.append(element('span', 'about', description));
  row.append(element('td', '', owner), element('td', '', type));
  if (main >= 0) row.append(element('td', '', state(states[main] ?? 'o')));
  row.append(element('td', '', due));
  return row;
}
