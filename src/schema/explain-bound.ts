import type { ErrorObject } from 'ajv';
import { shown } from './wording.ts';

/** A value that is too short, too long, too small, too large, or of another form than a format asks for. */
export function explainBound(error: ErrorObject, name: string): { message: string; help: string } {
  const limit = Number(error.params.limit);
  switch (error.keyword) {
    case 'minLength':
      return limit === 1
        ? { message: `${name} is empty`, help: 'write something, or remove the field' }
        : {
            message: `${name} is too short`,
            help: `say it in at least ${limit} characters, for somebody from another team`,
          };
    case 'minItems':
    case 'minProperties':
      return { message: `${name} has too few entries`, help: `it needs at least ${limit}` };
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
    case 'additionalItems':
      return { message: `${name} is too long`, help: `the limit is ${limit}` };
    case 'minimum':
    case 'exclusiveMinimum':
      return {
        message: `${name} is ${shown(error.data)}, which is too small`,
        help: `it must be ${error.keyword === 'minimum' ? 'at least' : 'more than'} ${limit}`,
      };
    case 'maximum':
      return { message: `${name} is ${shown(error.data)}, which is too large`, help: `it must be at most ${limit}` };
    case 'format':
      return {
        message: `${name} is ${shown(error.data)}, which is not ${error.params.format === 'uri' ? 'an address' : `a valid ${error.params.format}`}`,
        help: 'write it with its scheme: https://example.com/runbook',
      };
    default:
      return {
        message: `${name} is not valid: it ${error.message ?? 'breaks the schema'}`,
        help: 'see the schema in schemas/',
      };
  }
}
