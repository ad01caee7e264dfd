import type { Style } from '../style.ts';

/** What `flagwright` says where there is no project. */
export interface OutsideReport {
  readonly version: string;
}

/** Short help: what this is, and how to begin. */
export function outsideText({ version }: OutsideReport, { paint }: Style): string {
  return `${[
    `${paint.bold('flagwright')} ${version}   feature flags as code: YAML in git, checked like code`,
    '',
    'There is no project here: no flagwright.yaml in this folder or above it.',
    '',
    '  flagwright init             start one, in ./flags',
    '  flagwright demo             a repository with a history, to try everything on',
    '  flagwright --project DIR    look at one elsewhere',
    '  flagwright --help           every command',
  ].join('\n')}\n`;
}
