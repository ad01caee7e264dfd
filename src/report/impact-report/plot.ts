import type { ComparedVariant } from '../../commands/impact-report/compare-metric.ts';
import type { MeasuredImpact } from '../../commands/impact-report/impact-report.ts';
import { liftText } from './words.ts';

/** Columns of a plot; odd, so that 0 is in the middle. */
const columns = 31;
/** Beyond this, to either side, an interval is cut. */
const widest = 1;

/** Draws lifts on one scale. */
export interface Plot {
  /** The scale, above the lines. */
  readonly heading: string;
  /** Empty where there is no lift. */
  readonly line: (compared: ComparedVariant) => string;
}

/** The scale is that of the widest interval of the report. */
export function makePlot({ metrics }: MeasuredImpact, unicode: boolean): Plot {
  const lifts = metrics.flatMap(({ compared }) => compared.flatMap(({ comparison }) => comparison?.lift ?? []));
  const reach = Math.min(widest, Math.max(0.01, ...lifts.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])));
  const [left, right] = [liftText(-reach), liftText(reach)];
  const gap = ' '.repeat(Math.max(1, (columns - 1) / 2 - left.length));
  const heading =
    lifts.length === 0 ? '' : `${left}${gap}0${' '.repeat(Math.max(1, (columns - 1) / 2 - right.length))}${right}`;
  return {
    heading,
    line({ comparison }) {
      const lift = comparison?.lift;
      if (lift === undefined) return '';
      const place = (value: number): number =>
        Math.round(((Math.max(-reach, Math.min(reach, value)) / reach + 1) / 2) * (columns - 1));
      return drawn(place(lift.low), place(lift.estimate), place(lift.high), unicode);
    },
  };
}

function drawn(low: number, estimate: number, high: number, unicode: boolean): string {
  const [dash, dot, zero] = unicode ? ['─', '●', '│'] : ['-', 'o', '|'];
  const cells = Array.from({ length: columns }, (_, at) => (at >= low && at <= high ? dash : ' '));
  cells[(columns - 1) / 2] = zero;
  cells[estimate] = dot;
  return cells.join('').trimEnd();
}
