import type { GitInstallReport } from '../../commands/git-install/git-install.ts';
import { jsonText } from '../json.ts';

/** What was installed as data; see schemas/output/git-install.schema.json. */
export function gitInstallJson({ command, installed, parts }: GitInstallReport): string {
  return jsonText({ schemaVersion: 1, command, installed, parts });
}
