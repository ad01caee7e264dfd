import type { FlagDefinition } from '../evaluate/definition.ts';
import { fields, text } from '../model/read.ts';

/** What a flag file says beside what decides its value, with defaults filled in. */
export interface ExportedFacts {
  readonly description: string | undefined;
  readonly type: string | undefined;
  readonly owner: string | undefined;
  readonly criticality: string;
  /** As written. */
  readonly expires: string | undefined;
  readonly delivery: string;
}

/** @param definition as read from its file: it has all fields */
export function flagFacts(definition: FlagDefinition): ExportedFacts {
  const { description, type, owner, criticality, expires, delivery } = fields(definition);
  return {
    description: text(description),
    type: text(type),
    owner: text(owner),
    criticality: text(criticality) ?? 'medium',
    expires: text(expires),
    delivery: text(delivery) ?? 'cache-first',
  };
}
