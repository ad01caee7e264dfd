import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Condition } from '../../evaluate/definition.ts';
import type { FileKind } from '../../model/file-kind.ts';
import type { SegmentFile } from '../../schema/generated/files.ts';
import type { Document } from '../../source/document.ts';
import { writtenRules } from '../targeting.ts';

/**
 * Every condition of a flag or segment file as a whole: the `when` of its rules, or its own. One that is an
 * alias of another is left out.
 */
export function eachCondition(
  document: Document,
  kind: FileKind,
  look: (condition: Condition, path: Path) => void,
): void {
  if (kind === 'segment') {
    look((document.value as SegmentFile).when as Condition, ['when']);
    return;
  }
  const seen = new Set<unknown>();
  for (const { name, rules } of writtenRules(document)) {
    for (let index = 0; index < rules.length; index++) {
      const { when } = rules[index]!;
      if (when === undefined || seen.has(when)) continue;
      seen.add(when);
      look(when as Condition, ['environments', name, 'rules', index, 'when']);
    }
  }
}
