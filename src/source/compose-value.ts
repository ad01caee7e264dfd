import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event } from 'js-yaml';
import { resolvePlain } from './scalar.ts';

interface Frame {
  readonly value: unknown[] | Record<string, unknown>;
  /** The name whose value comes next; `undefined` in a list, and where a name comes next. */
  key: string | undefined;
  /** How many names were read; 0 in a list. */
  names: number;
}

/**
 * The value of a document without any position, in half the time that `compose` takes. It knows only what nearly
 * all files are made of.
 * @returns `undefined` where something unusual is: anchors, tags, several documents, names that are not text or
 * appear twice. Then `compose` decides. With the value comes whether a number begins with 0, a sign or a point
 */
export function composeValue(
  text: string,
  events: readonly Event[],
): { readonly value: unknown; readonly hasPaddedNumber: boolean } | undefined {
  const [document] = events;
  if (!document || document.type !== EVENT_ID.DOCUMENT) return undefined;
  if (document.explicitStart || document.explicitEnd || text.startsWith('...') || text.includes('\n...'))
    return undefined;
  const frames: Frame[] = [];
  let frame: Frame | undefined;
  let root: unknown;
  let documents = 0;
  let hasPaddedNumber = false;

  for (const event of events) {
    let value: unknown;
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (++documents > 1 || event.directives.length > 0) return undefined;
        continue;
      case EVENT_ID.POP:
        // Fewer fields than names: one appears twice. Asking for each name whether it is there already takes longer.
        if (frame && frame.names > 0 && Object.keys(frame.value).length < frame.names) return undefined;
        frames.pop();
        frame = frames.at(-1);
        continue;
      case EVENT_ID.ALIAS:
        return undefined;
      case EVENT_ID.SCALAR: {
        if (event.anchorStart >= 0 || event.tagStart >= 0) return undefined;
        const isKey = frame !== undefined && frame.key === undefined && !Array.isArray(frame.value);
        if (event.valueStart < 0) {
          if (isKey) return undefined;
          value = null;
          break;
        }
        const source = event.fast ? text.slice(event.valueStart, event.valueEnd) : getScalarValue(text, event);
        value = event.style === SCALAR_STYLE.PLAIN ? resolvePlain(source) : source;
        if (typeof value === 'number' && source.length > 1 && source[0]! < '1') hasPaddedNumber = true;
        if (!isKey) break;
        if (typeof value !== 'string' || value === '__proto__') return undefined;
        frame!.key = value;
        frame!.names++;
        continue;
      }
      default:
        if (event.anchorStart >= 0 || event.tagStart >= 0) return undefined;
        value = event.type === EVENT_ID.MAPPING ? {} : [];
    }
    if (!frame) root = value;
    else if (Array.isArray(frame.value)) frame.value.push(value);
    else if (frame.key === undefined) return undefined;
    else {
      frame.value[frame.key] = value;
      frame.key = undefined;
    }
    if (event.type !== EVENT_ID.SCALAR) {
      frame = { value: value as Frame['value'], key: undefined, names: 0 };
      frames.push(frame);
    }
  }
  return { value: root, hasPaddedNumber };
}
