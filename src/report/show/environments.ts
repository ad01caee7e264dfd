import type { ShownServing, TargetedRule, ShownTargeting } from '../../commands/show/flag-targeting.ts';
import type { ShowReport } from '../../commands/show/show.ts';
import { printable } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { tableLines } from '../table.ts';

/** More rules than this are counted instead of listed. */
const mostRules = 12;

/** Each environment: on or off, and who gets what. */
export function environmentLines({ flag, targeting, off }: ShowReport, { paint, width }: Style): string[] {
  const rows: { name: string; state: string; who: string; what: string }[] = [];
  flag.environments.forEach(({ name }, index) => {
    const one = targeting[index] as ShownTargeting;
    const lines = one.enabled ? servings(one, off) : [{ who: waiting(one), what: '' }];
    lines.forEach((line, at) => {
      rows.push({
        name: at === 0 ? printable(name) : '',
        state: at === 0 ? (one.enabled ? 'on' : 'off') : '',
        ...line,
      });
    });
  });
  return tableLines(
    [
      { cells: rows.map(({ name }) => name), cap: Math.floor(width / 3) },
      { cells: rows.map(({ state }) => state), paint: (text) => (text === 'on' ? paint.green(text) : paint.dim(text)) },
      { cells: rows.map(({ who }) => who), cap: Math.floor(width / 2) },
      { cells: rows.map(({ what }) => what), wrap: true },
    ],
    { width, indent: 2, gap: 3 },
  );
}

function servings({ rules, otherwise, jsonLogic }: ShownTargeting, off: string): { who: string; what: string }[] {
  if (jsonLogic) return [{ who: 'JsonLogic decides', what: `otherwise ${servedText(otherwise)}` }];
  if (rules.length === 0) {
    if (typeof otherwise !== 'string') return [{ who: 'everybody', what: servedText(otherwise) }];
    return [
      {
        who: 'everybody',
        what: otherwise === off ? `${printable(otherwise)} (its off variant)` : printable(otherwise),
      },
    ];
  }
  const listed = rules.slice(0, mostRules).map((rule) => ({ who: printable(rule.name), what: ruleText(rule) }));
  const left = rules.length - listed.length;
  if (left > 0) listed.push({ who: `${counted(left, 'more rule')}`, what: '' });
  return [...listed, { who: 'otherwise', what: servedText(otherwise) }];
}

/** What would count if the flag were switched on. */
function waiting({ rules, jsonLogic }: ShownTargeting): string {
  if (jsonLogic) return 'JsonLogic waits';
  return rules.length === 0 ? '' : `${counted(rules.length, 'rule')} ${rules.length === 1 ? 'waits' : 'wait'}`;
}

function ruleText({ serve, from, until }: TargetedRule): string {
  const start = from === undefined ? '' : `, from ${printable(from)}`;
  const end = until === undefined ? '' : `, until ${printable(until)}`;
  return servedText(serve) + start + end;
}

function servedText(served: ShownServing | undefined): string {
  if (served === undefined) return '?';
  if (typeof served === 'string') return printable(served);
  const parts = Object.entries(served).map(([variant, weight]) => `${printable(variant)} ${weight}`);
  return parts.length > mostRules ? `${parts.slice(0, mostRules).join(', ')}, ...` : parts.join(', ');
}
