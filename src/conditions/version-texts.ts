import type { SemanticVersion } from '../evaluate/semver.ts';
import { next } from './versions.ts';

/** What the text of a version has to be like, besides. */
export interface TextParts {
  readonly start: string;
  readonly end: string;
  /** In it anywhere. */
  readonly parts: readonly string[];
}

const number = '(?:0|[1-9]\\d*)';
/** The beginning of a version, or all of it. */
const beginning = new RegExp(
  `^(?:v?(?:${number}(?:\\.(?:${number}(?:\\.(?:${number}(?:-[0-9A-Za-z.-]*)?(?:\\+[0-9A-Za-z.-]*)?)?)?)?)?)?)?$`,
);

/** Whether a version can have these parts in its text. False is certain. */
export function couldBeVersion({ start, end, parts }: TextParts): boolean {
  return beginning.test(start) && [end, ...parts].every((text) => /^[0-9A-Za-z.+v-]*$/.test(text));
}

/** Texts of versions and of some near them, in the ways that a version can be written, with parts that it has to have. */
export function* versionTexts(versions: readonly SemanticVersion[], asked: TextParts): Generator<string> {
  const { start, end, parts } = asked;
  const tail = [...parts, end].filter((text) => text !== '');
  const tails = ['', end, `+${tail.join('.')}`, `+0${tail.join('')}`, `-${tail.join('.')}`, `.0${end}`, `.0.0${end}`];
  for (const version of versions) {
    for (const base of near(version)) {
      for (const text of [base, `v${base}`]) for (const rest of tails) yield text + rest;
    }
  }
  for (const middle of ['', '0', '1', '.0', '.1', '.9', '.0.0', '.1.0', '.0.1', '.9.9', '0.0', '-0', '-a', '-zz']) {
    for (const rest of tails) yield start + middle + rest;
  }
}

/** A version, and others of the same interval if that is wide enough: its release, the next ones, a later prerelease. */
function* near({ major, minor, patch, prerelease }: SemanticVersion): Generator<string> {
  const release = `${major}.${minor}.${patch}`;
  if (prerelease.length === 0) {
    if (patch === '0') yield `${major}.${minor}`;
    if (patch === '0' && minor === '0') yield major;
    yield release;
  } else {
    yield release;
    yield `${release}-${prerelease.join('.')}`;
    yield `${release}-${prerelease.join('.')}.0`;
    yield `${release}-zz`;
  }
  yield `${major}.${minor}.${next(patch)}`;
  yield `${major}.${next(minor)}.0`;
  yield `${next(major)}.0.0`;
}
