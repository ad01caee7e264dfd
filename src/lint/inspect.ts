import type { Path, Span } from '../diagnostic/diagnostic.ts';
import type { Problem } from '../diagnostic/problem.ts';
import type { FileKind } from '../model/file-kind.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Inspector } from '../project/file-record.ts';
import { spanAt } from '../source/document.ts';
import { checkTypes, flagTypesOf } from './flag-types.ts';
import { fill, type FileContext, type FileRule, type Report, type Rule } from './rule.ts';

/** Runs the file rules over each file as it is read, and looks at the types of flags. */
export function fileInspector(rules: readonly FileRule[], manifest: Manifest): Inspector {
  const types = flagTypesOf(manifest);
  const { context: declaration } = manifest;
  const byKind = new Map<FileKind, FileRule[]>();
  for (const rule of rules) for (const kind of rule.kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), rule]);
  return {
    signature: `${rules.map((rule) => rule.id).join()} ${types.signature} ${JSON.stringify(declaration ?? null)}`,
    inspect(document, kind, key) {
      const problems = checkTypes(document, kind, types);
      let current: FileRule | undefined;
      // One context serves all rules of a file: making one for each took longer than many of them.
      const context: FileContext = {
        document,
        kind,
        key,
        declaration,
        report(at, report) {
          const span = isSpan(at) ? at : spanAt(document, at, report.part);
          if (current) problems.push(toProblem(current, { file: document.file, span }, report));
        },
      };
      for (current of byKind.get(kind) ?? []) current.check(context);
      return problems;
    },
  };
}

function isSpan(at: Path | Span): at is Span {
  return 'start' in at;
}

/** A report of a rule as data, its message's names filled in. */
export function toProblem(rule: Rule, at: Problem['at'], report: Report): Problem {
  const message = rule.messages[report.message];
  if (!message) throw new Error(`rule ${rule.id} has no message "${report.message}"`);
  const help = report.help ?? message.help;
  return {
    rule: rule.id,
    message: fill(message.text, report.data),
    ...(message.label !== undefined && { label: fill(message.label, report.data) }),
    ...(help !== undefined && { help: fill(help, report.data) }),
    ...(report.severity && { severity: report.severity }),
    at,
    ...(report.related && { related: report.related }),
    ...(report.fix && { fix: report.fix }),
    ...(report.meaning !== undefined && { meaning: report.meaning }),
  };
}
