import type { AttributeTest, Condition, SegmentDefinition } from '../evaluate/definition.ts';
import { eachPart } from '../model/condition-parts.ts';

/** The tests of attributes in a condition and in the segments that it uses, directly or through others, each segment once. */
export function testsOf(
  when: Condition | undefined,
  segments: ReadonlyMap<string, SegmentDefinition>,
): readonly AttributeTest[] {
  const found: AttributeTest[] = [];
  const used = new Set<string>();
  const collect = (condition: Condition | undefined): void => {
    eachPart(condition, (part) => {
      if (typeof part.attribute === 'string') found.push(part as unknown as AttributeTest);
      else if (typeof part.segment === 'string') used.add(part.segment);
    });
  };
  collect(when);
  // A set is walked through to the end, with what is added on the way.
  for (const key of used) collect(segments.get(key)?.when);
  return found;
}

/** The attributes that a condition asks for, directly or through segments. */
export function attributesOf(
  when: Condition | undefined,
  segments: ReadonlyMap<string, SegmentDefinition>,
): Set<string> {
  return new Set(testsOf(when, segments).map(({ attribute }) => attribute));
}
