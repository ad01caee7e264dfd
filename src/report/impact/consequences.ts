import type { ImpactedFlag, ImpactReport } from '../../commands/impact/impact.ts';
import type { DependentHit } from '../../graph/losses.ts';
import { prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { tableLines } from '../table.ts';
import { named } from './facts.ts';

/** What would happen in each environment, in a sentence or two; those where the same happens together. */
export function consequences(report: ImpactReport, style: Style): string[] {
  const { environments, dependents } = report;
  if (environments.length === 0) return ['  the project has no environments'];
  const byText = new Map<string, { where: string[]; sentences: Sentence[] }>();
  environments.forEach((name, at) => {
    const sentences = sentencesOf(report, dependents, at);
    const text = JSON.stringify(sentences);
    const same = byText.get(text);
    if (same) same.where.push(name);
    else byText.set(text, { where: [name], sentences });
  });
  const rows = [...byText.values()].flatMap(({ where, sentences }) =>
    sentences.map((sentence, index) => ({ ...sentence, where: index === 0 ? named(where) : '' })),
  );
  return tableLines(
    [
      { cells: rows.map(({ where }) => prose(where, style.unicode)), cap: 34 },
      {
        cells: rows.map(({ text }) => prose(text, style.unicode)),
        wrap: true,
        paint: (text, row) => (rows[row]?.isLoss ? style.paint.red(text) : text),
      },
    ],
    { width: style.width, indent: 2, gap: 3 },
  );
}

interface Sentence {
  readonly text: string;
  readonly isLoss: boolean;
}

function sentencesOf({ flag, fallbackFor }: ImpactReport, dependents: readonly ImpactedFlag[], at: number): Sentence[] {
  const keys = (how: DependentHit['how'], loss: DependentHit['loss'] = 'wholly'): string[] =>
    dependents.filter(({ hits }) => hits[at]?.how === how && hits[at].loss === loss).map(({ key }) => key);
  const sentences: Sentence[] = [];
  const say = (list: readonly string[], one: string, many: string, isLoss: boolean): void => {
    if (list.length > 0) sentences.push({ text: `${named(list)} ${list.length === 1 ? one : many}`, isLoss });
  };
  say(keys('active'), 'is on and loses its prerequisite', 'are on and lose their prerequisite', true);
  const partly = keys('active', 'partly');
  say(partly, 'is on and loses its prerequisite in part', 'are on and lose their prerequisite in part', true);
  say(keys('dormant'), 'is off and could not be enabled', 'are off and could not be enabled', false);
  say(keys('idle'), 'is not on and loses its prerequisite', 'are not on and lose their prerequisite', false);
  const falling = flag.active[at] ? fallbackFor.filter((one) => one.active[at]).map(({ key }) => key) : [];
  say(falling, 'is on and would have nothing to fall back on', 'are on and would have nothing to fall back on', true); // prettier-ignore
  if (sentences.length > 0) return sentences;
  if (flag.active[at] === false) return [{ text: 'it is not on there: nothing changes', isLoss: false }];
  return [{ text: dependents.length === 0 ? 'no flag depends on it' : 'no flag loses its prerequisite', isLoss: false }]; // prettier-ignore
}
