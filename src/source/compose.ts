import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml';
import type { MappingNode, Node, Pair, ScalarNode, ScalarStyle } from './node.ts';
import { resolvePlain } from './scalar.ts';
import { sayOfSyntax, type SyntaxKind } from './syntax-messages.ts';

/** How many values the aliases of one document may expand to, all together. */
export const maxExpandedValues = 10_000;

/** More than this many problems of one file help nobody. */
const maxProblems = 100;

/** What is wrong with a text that is well-formed YAML, and yet not what we read. */
export interface ComposeProblem {
  readonly kind: 'syntax' | 'duplicate';
  readonly message: string;
  readonly help: string;
  readonly start: number;
  readonly end: number;
  /** For a duplicate: where the field stood first. */
  readonly first?: { readonly start: number; readonly end: number };
}

const styles: Record<number, ScalarStyle> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Frame {
  readonly node: Writable<Node>;
  readonly pairs: Pair[] | undefined;
  readonly items: Node[] | undefined;
  readonly flow: boolean;
  readonly anchor: string | undefined;
  /** Number of values before this one was opened, to know its size when it closes. */
  readonly before: number;
  key: ScalarNode | undefined;
}

/**
 * Builds nodes from the events of js-yaml, without recursion. Values are plain data: mappings are
 * objects (a field `__proto__` is an ordinary own field), aliases share the value they name.
 */
export function compose(
  text: string,
  events: readonly Event[],
): { root: Node | undefined; problems: ComposeProblem[] } {
  return new Composer(text).run(events);
}

class Composer {
  readonly text: string;
  readonly problems: ComposeProblem[] = [];
  readonly frames: Frame[] = [];
  readonly anchors = new Map<string, { node: Node; size: number }>();
  root: Node | undefined;
  /** End of the last thing read: empty values and closing brackets are looked for from here. */
  cursor = 0;
  values = 0;
  expanded = 0;
  documents = 0;

  constructor(text: string) {
    this.text = text;
  }

  run(events: readonly Event[]): { root: Node | undefined; problems: ComposeProblem[] } {
    for (const event of events) {
      switch (event.type) {
        case EVENT_ID.SCALAR:
          this.scalar(event);
          break;
        case EVENT_ID.MAPPING:
        case EVENT_ID.SEQUENCE:
          this.open(event);
          break;
        case EVENT_ID.POP:
          if (this.frames.length > 0) this.close();
          break;
        case EVENT_ID.ALIAS:
          this.alias(event.anchorStart, event.anchorEnd);
          break;
        case EVENT_ID.DOCUMENT:
          if (++this.documents === 2) {
            const start = this.lineWith(/^(---|\.\.\.)(?=\s|$)/m, this.cursor);
            this.refuse('second-document', start, start + 3);
          }
          if (event.directives.length > 0) {
            const start = this.lineWith(/^%/m, 0);
            this.refuse('directive', start, start + 1);
          }
          break;
      }
      if (this.documents > 1) break;
    }
    return { root: this.root, problems: this.problems };
  }

  private refuse(kind: SyntaxKind, start: number, end: number, data?: Record<string, string | number>): void {
    if (this.problems.length < maxProblems)
      this.problems.push({ kind: 'syntax', ...sayOfSyntax(kind, data), start, end });
  }

  /** The offset of the first line at or after an offset that begins like this. */
  private lineWith(beginning: RegExp, from: number): number {
    const at = this.text.slice(from).search(beginning);
    return at < 0 ? from : from + at;
  }

  private scalar(event: ScalarEvent): void {
    const { text } = this;
    let value: ScalarNode['value'];
    let start = event.valueStart;
    let end = event.valueEnd;
    const style = styles[event.style] ?? 'plain';
    if (start < 0) {
      value = event.tagStart < 0 ? null : this.tagged(event, '');
      start = end = this.emptyPlace(event);
    } else {
      const source = event.fast ? text.slice(start, end) : getScalarValue(text, event);
      if (style === 'plain') value = event.tagStart < 0 ? resolvePlain(source) : this.tagged(event, source);
      else {
        value = event.tagStart < 0 ? source : this.tagged(event, source);
        if (style === 'single' || style === 'double') {
          start--;
          end++;
        } else {
          start = this.blockHeader(style, start);
          while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
        }
      }
    }
    this.cursor = end;
    const node: ScalarNode = { kind: 'scalar', start, end, value, style };
    this.values++;
    if (event.anchorStart >= 0) this.anchor(text.slice(event.anchorStart, event.anchorEnd), node, 1);
    this.add(node);
  }

  /** The offset of `|` or `>`, which the event leaves out. */
  private blockHeader(style: ScalarStyle, contentStart: number): number {
    const at = this.text.indexOf(style === 'literal' ? '|' : '>', this.cursor);
    return at >= 0 && at < contentStart ? at : contentStart;
  }

  private tagged(event: ScalarEvent, source: string): ScalarNode['value'] {
    const tag = this.text.slice(event.tagStart, event.tagEnd);
    if (tag === '!!str' || tag === '!') return source;
    const value = resolvePlain(source);
    const type = value === null ? '!!null' : typeof value === 'boolean' ? '!!bool' : '!!int';
    if (tag === type || (tag === '!!float' && typeof value === 'number')) return value;
    this.refuseTag(tag, event.tagStart, event.tagEnd);
    return source;
  }

  private refuseTag(tag: string, start: number, end: number): void {
    this.refuse('tag', start, end, { tag });
  }

  private emptyPlace(event: ScalarEvent): number {
    if (event.anchorEnd >= 0) return event.anchorEnd;
    if (event.tagEnd >= 0) return event.tagEnd;
    const frame = this.frames.at(-1);
    if (frame?.key && this.text[this.cursor] === ':') return this.cursor + 1;
    return this.cursor;
  }

  private open(event: Extract<Event, { start: number }>): void {
    const isMapping = event.type === EVENT_ID.MAPPING;
    const tag = event.tagStart < 0 ? undefined : this.text.slice(event.tagStart, event.tagEnd);
    if (tag !== undefined && tag !== (isMapping ? '!!map' : '!!seq')) {
      this.refuseTag(tag, event.tagStart, event.tagEnd);
    }
    const pairs: Pair[] | undefined = isMapping ? [] : undefined;
    const items: Node[] | undefined = isMapping ? undefined : [];
    const { start } = event;
    const node: Node = isMapping
      ? { kind: 'mapping', start, end: start, value: {}, pairs: pairs as Pair[] }
      : { kind: 'sequence', start, end: start, value: [], items: items as Node[] };
    const opening = this.text.charCodeAt(start);
    const flow = opening === 91 || opening === 123;
    const anchor = event.anchorStart < 0 ? undefined : this.text.slice(event.anchorStart, event.anchorEnd);
    this.frames.push({ node, pairs, items, flow, anchor, before: this.values, key: undefined });
    this.values++;
    if (flow) this.cursor = start + 1;
  }

  private close(): void {
    const frame = this.frames.pop();
    if (!frame) return;
    if (frame.flow) this.cursor = this.closingBracket(frame.node.kind === 'mapping' ? 125 : 93);
    frame.node.end = Math.max(this.cursor, frame.node.start);
    const node = frame.node as Node;
    if (frame.anchor !== undefined) this.anchor(frame.anchor, node, this.values - frame.before);
    this.add(node);
  }

  /** The offset after the bracket that closes a flow collection; what lies between is space, commas and comments. */
  private closingBracket(bracket: number): number {
    const { text } = this;
    let at = this.cursor;
    while (at < text.length) {
      const c = text.charCodeAt(at);
      if (c === bracket) return at + 1;
      if (c === 35) while (at < text.length && text.charCodeAt(at) !== 10) at++;
      else at++;
    }
    return at;
  }

  private anchor(name: string, node: Node, size: number): void {
    this.anchors.set(name, { node, size });
  }

  private alias(nameStart: number, end: number): void {
    const start = nameStart - 1;
    const name = this.text.slice(nameStart, end);
    const target = this.anchors.get(name);
    this.cursor = end;
    let node: Node = { kind: 'scalar', start, end, value: null, style: 'plain' };
    if (!target) {
      const open = this.frames.some((frame) => frame.anchor === name);
      this.refuse(open ? 'alias-within-itself' : 'unknown-anchor', start, end, { name });
    } else if ((this.expanded += target.size) > maxExpandedValues) {
      const first = this.expanded - target.size <= maxExpandedValues;
      if (first) this.refuse('too-many-aliases', start, end, { limit: maxExpandedValues });
    } else {
      node = { ...target.node, start, end, alias: true };
      this.values += target.size;
    }
    this.add(node);
  }

  private add(node: Node): void {
    const frame = this.frames.at(-1);
    if (!frame) {
      this.root = node;
    } else if (frame.items) {
      frame.items.push(node);
      (frame.node.value as unknown[]).push(node.value);
    } else if (frame.key === undefined) {
      frame.key = this.fieldName(node);
    } else {
      this.field(frame, frame.key, node);
      frame.key = undefined;
    }
  }

  private fieldName(node: Node): ScalarNode {
    if (node.kind === 'scalar' && node.end > node.start) return node;
    this.refuse('no-field-name', node.start, Math.max(node.end, node.start + 1));
    return { kind: 'scalar', start: node.start, end: node.end, value: '', style: 'plain' };
  }

  private field(frame: Frame, name: ScalarNode, value: Node): void {
    const key = typeof name.value === 'string' ? name.value : this.text.slice(name.start, name.end);
    const object = frame.node.value as MappingNode['value'] & Record<string, unknown>;
    if (Object.hasOwn(object, key) && this.problems.length < maxProblems) {
      const first = frame.pairs?.find((pair) => pair.key === key);
      this.problems.push({
        kind: 'duplicate',
        message: `the field "${key}" stands twice`,
        help: 'keep one of the two',
        start: name.start,
        end: name.end,
        ...(first && { first: { start: first.keyStart, end: first.keyEnd } }),
      });
    }
    frame.pairs?.push({ key, keyStart: name.start, keyEnd: name.end, value });
    if (key === '__proto__') {
      Object.defineProperty(object, key, { value: value.value, enumerable: true, configurable: true, writable: true });
    } else {
      object[key] = value.value;
    }
  }
}

function isBlank(c: number): boolean {
  return c === 10 || c === 13 || c === 32 || c === 9;
}
