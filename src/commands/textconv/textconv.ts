import { factsOf } from '../../meaning/facts.ts';
import { decodeDocument } from '../../source/decode.ts';

/** A file as git is to compare it. */
export interface TextconvReport {
  readonly command: 'git textconv';
  readonly ok: true;
  readonly text: string;
}

/** What a file says, one fact a line, so that a difference in lines is one in meaning; a file that is not YAML as it is. */
export function textconv(bytes: Uint8Array): TextconvReport {
  const { problems, value } = decodeDocument('', bytes);
  const text =
    problems.length === 0 && value !== undefined
      ? `${factsOf(value).join('\n')}\n`
      : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { command: 'git textconv', ok: true, text };
}
