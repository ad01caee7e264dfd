import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml';
import type { MappingNode, Node, Pair, ScalarNode, ScalarStyle } from './node.ts';
import type { ComposeProblem, Frame } from './frame.ts';
import { Anchors, maxExpandedValues } from './anchors.ts';
import { resolvePlain, resolveTagged } from './scalar.ts';
import { closingBracket, firstContent, isBlank } from './scan.ts';
import { sayOfSyntax, type SyntaxKind } from './syntax-messages.ts';

/** More than this many problems of one file help nobody. */
const maxProblems = 100;

const styles: Record<number, ScalarStyle> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

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
  readonly anchors = new Anchors();
  root: Node | undefined;
  /** End of the last thing read: empty values and closing brackets are looked for from here. */
  cursor = 0;
  values = 0;
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
          if (this.documents === 0 && /^\.\.\.\s/m.test(this.text.slice(0, firstContent(events, this.text)))) {
            const start = this.lineWith(/^\.\.\.\s/m, 0);
            this.refuse('end-marker', start, start + 3);
          }
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
    if (event.anchorStart >= 0) this.anchors.define(text.slice(event.anchorStart, event.anchorEnd), node, 1);
    this.add(node);
  }

  /** The offset of `|` or `>`, which the event leaves out. */
  private blockHeader(style: ScalarStyle, contentStart: number): number {
    const at = this.text.indexOf(style === 'literal' ? '|' : '>', this.cursor);
    return at >= 0 && at < contentStart ? at : contentStart;
  }

  private tagged(event: ScalarEvent, source: string): ScalarNode['value'] {
    const tag = this.text.slice(event.tagStart, event.tagEnd);
    const value = resolveTagged(tag, source);
    if (value === undefined) this.refuseTag(tag, event.tagStart, event.tagEnd);
    return value === undefined ? source : value;
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
    const parent = this.frames.at(-1);
    if (!flow && parent?.pairs && parent.key && !this.text.slice(this.cursor, start).includes('\n')) {
      this.refuse('inline-mapping', start, start + 1);
    }
    const anchor = event.anchorStart < 0 ? undefined : this.text.slice(event.anchorStart, event.anchorEnd);
    this.frames.push({ node, pairs, items, flow, anchor, before: this.values, key: undefined });
    this.values++;
    this.cursor = Math.max(this.cursor, flow ? start + 1 : start);
  }

  private close(): void {
    const frame = this.frames.pop();
    if (!frame) return;
    if (frame.flow) this.cursor = closingBracket(this.text, this.cursor, frame.node.kind === 'mapping' ? 125 : 93);
    frame.node.end = Math.max(this.cursor, frame.node.start);
    const node = frame.node as Node;
    if (frame.anchor !== undefined) this.anchors.define(frame.anchor, node, this.values - frame.before);
    this.add(node);
  }

  private alias(nameStart: number, end: number): void {
    const start = nameStart - 1;
    const name = this.text.slice(nameStart, end);
    this.cursor = end;
    const isOpen = this.frames.some((frame) => frame.anchor === name);
    const { target, refusal } = this.anchors.use(name, isOpen);
    if (refusal) this.refuse(refusal, start, end, { name, limit: maxExpandedValues });
    if (target) this.values += target.size;
    this.add(
      target
        ? { ...target.node, start, end, alias: true }
        : { kind: 'scalar', start, end, value: null, style: 'plain' },
    );
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
        message: `the field "${key}" appears twice`,
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
