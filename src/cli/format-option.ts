import { Option } from 'commander';
import type { Formats } from './session.ts';

/** `--format` with the formats that a command has; the first is the default. */
export function formatOption<Report>(formats: Formats<Report>): Option {
  const names = Object.keys(formats);
  return new Option('--format <format>', 'how to print').choices(names).default(names[0]);
}

/** Collects the values of an option that may be repeated. */
export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
