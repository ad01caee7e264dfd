import type { DemoReport } from '../../commands/demo/demo.ts';
import { jsonText } from '../json.ts';

/** What was written as data; see schemas/output/demo.schema.json. */
export function demoJson({ command, dir, head, commits, authors, from, until, today }: DemoReport): string {
  return jsonText({ schemaVersion: 1, command, folder: dir, head, commits, authors, from, until, today });
}
