import { describeValue } from '../evaluate/describe.ts';
import { fields, list } from '../model/read.ts';
import { orderedFields } from './canonical.ts';
import { change, type Change, type ChangeKind } from './change.ts';
import {
  describeAny,
  describeChange,
  describeServe,
  describeServeChange,
  describeSetChange,
} from './describe-value.ts';
import { describeWhen, describeWhenChange } from './describe-when.ts';
import { isSameField, fieldsOfBoth, listChanges, type ListWords } from './list-changes.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a block that decide who gets what; they are changes of their own even where the block is new or gone. */
const targeting: ReadonlySet<string> = new Set(['rules', 'otherwise', 'targeting']);

/** The changes of a flag's `environments`. `off` is the variant served when the flag is off. */
export function environmentsChanges(before: unknown, after: unknown, off: string): Change[] {
  const found: Change[] = [];
  const path = ['environments'];
  const whole = { kind: 'state' as const, path, subject: 'environments' };
  if (!isBlock(before) || !isBlock(after)) {
    const isStart = before === undefined && isBlock(after);
    const isEnd = after === undefined && isBlock(before);
    if (!isStart && !isEnd) return [change({ ...whole, before, after, detail: describeChange(before, after) })];
    if (isStart) found.push(change({ ...whole, kind: 'metadata', after: {}, detail: 'added' }));
  }
  for (const [name, old, now] of fieldsOfBoth(fields(before), fields(after))) {
    for (const one of blockChanges(name, old, now, off)) found.push(one);
  }
  if (after === undefined) found.push(change({ ...whole, kind: 'metadata', before: {}, detail: 'removed' }));
  return found;
}

function isBlock(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function blockChanges(environment: string, before: unknown, after: unknown, off: string): Change[] {
  const base = { environment, path: ['environments', environment] };
  const [old, now] = [fields(before), fields(after)];
  const fieldwise = [...new Set([...Object.keys(now), ...Object.keys(old)])];
  // Under these names the order of fields counts, whatever they are.
  if (orderedFields.has(environment)) {
    const detail = describeChange(stateOf(before, off), stateOf(after, off));
    return [change({ ...base, kind: 'state', before, after, subject: '', detail })];
  }
  const parts = fieldwise
    .filter((name) => targeting.has(name) || (isBlock(before) && isBlock(after)))
    .flatMap((name) => {
      const [was, is] = [own(old, name), own(now, name)];
      return isSameField(name, was, is) ? [] : fieldOfBlock(environment, name, was, is, { before, after, off });
    });
  if (isBlock(before) && isBlock(after)) return parts;
  const [bareBefore, bareAfter] = [bare(before), bare(after)];
  const state = change({
    ...base,
    kind: isOn(before) === isOn(after) ? 'metadata' : 'state',
    before: bareBefore,
    after: bareAfter,
    subject: '',
    detail: describeForm(before, after, off),
  });
  // A block must be there before something is put into it, and as long as something is taken out of it.
  return after === undefined || !isBlock(after) ? [...parts, state] : [state, ...parts];
}

const own = (record: Fields, name: string): unknown => (Object.hasOwn(record, name) ? record[name] : undefined);

/** A block without what decides who gets what. */
function bare(block: unknown): unknown {
  if (!isBlock(block)) return block;
  return Object.fromEntries(Object.entries(block).filter(([name]) => !targeting.has(name)));
}

/** Whether a block, as parsed, lets its environment serve what its rules say. */
export function isOn(block: unknown): boolean {
  return block === true || fields(block).enabled === true;
}

/** `off`, `on`, or how far it is rolled out where that is one number: `25% on`. */
export function stateOf(block: unknown, off: string): string {
  if (!isOn(block)) return 'off';
  const { rules, otherwise } = fields(block);
  const isSplit = (serve: unknown): boolean => typeof serve === 'object' && serve !== null;
  const splits = list(rules)
    .map((rule) => fields(rule).serve)
    .filter(isSplit);
  if (isSplit(otherwise)) return describeServe(otherwise, off);
  return splits.length === 1 ? describeServe(splits[0], off) : 'on';
}

function describeForm(before: unknown, after: unknown, off: string): string {
  if (before === undefined) return `added, ${stateOf(after, off)}`;
  if (after === undefined) return `removed (was ${stateOf(before, off)})`;
  if (isOn(before) !== isOn(after)) return `${stateOf(before, off)} → ${stateOf(after, off)}`;
  if (typeof before === 'boolean' && isBlock(after)) return 'written out';
  return isBlock(before) && typeof after === 'boolean' ? 'written short' : describeChange(before, after);
}

interface Blocks {
  readonly before: unknown;
  readonly after: unknown;
  readonly off: string;
}

function fieldOfBlock(environment: string, name: string, before: unknown, after: unknown, blocks: Blocks): Change[] {
  const path = ['environments', environment, name];
  const one = (kind: ChangeKind, subject: string, detail: string): Change[] => [
    change({ kind, environment, path, before, after, subject, detail }),
  ];
  switch (name) {
    case 'enabled': {
      if (isOn(blocks.before) === isOn(blocks.after)) return one('metadata', 'enabled', describeChange(before, after));
      return one('state', '', `${stateOf(blocks.before, blocks.off)} → ${stateOf(blocks.after, blocks.off)}`);
    }
    case 'rules':
      return (
        listChanges(path, before, after, ruleWords(environment, blocks.off)) ??
        one('targeting', 'rules', namesChange(before, after))
      );
    case 'otherwise': {
      // Without the environment's name alone: there it would be the environment that is added or removed.
      const isWhole = before === undefined || after === undefined;
      // The one number a rollout has, where there are no rules that could be meant instead.
      const isOne = list(fields(blocks.after).rules).length === 0;
      const subject = isOne && !(isWhole && isBlock(blocks.before) && isBlock(blocks.after)) ? '' : 'otherwise';
      return one('targeting', subject, describeServeChange(before, after, blocks.off));
    }
    case 'targeting':
      return one('targeting', 'targeting', describeChange(before, after));
    default:
      return one('metadata', describeValue(name), describeChange(before, after));
  }
}

/** Rules that are not compared one by one, by their names. */
function namesChange(before: unknown, after: unknown): string {
  const names = (rules: unknown): unknown =>
    Array.isArray(rules) ? rules.map((rule: unknown) => fields(rule).name ?? rule) : rules;
  if (before === undefined) return `added: ${describeAny(names(after))}`;
  return after === undefined
    ? `removed (were ${describeAny(names(before))})`
    : describeSetChange(names(before), names(after));
}

function ruleWords(environment: string, off: string): ListWords {
  return {
    kind: 'targeting',
    environment,
    subject: (name) => `rule ${describeValue(name)}`,
    entry: ({ when, serve }) =>
      `${describeServe(serve, off)} for ${when === undefined ? 'everyone' : describeWhen(when)}`,
    field: (name, before, after) => {
      if (name === 'serve') return describeServeChange(before, after, off);
      return name === 'when'
        ? describeWhenChange(before, after)
        : `${describeValue(name)} ${describeChange(before, after)}`;
    },
  };
}
