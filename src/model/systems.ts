import { fields, text } from './read.ts';

/** `systems.yaml`: what flags affect or fall back to. */
export interface Systems {
  readonly file: string;
  readonly systems: ReadonlyMap<string, System>;
}

interface System {
  readonly owner?: string | undefined;
  /** `active`, `legacy` or `retired`. */
  readonly status: string;
  readonly criticality: string;
  readonly capacity?: { readonly peak: number; readonly unit: string } | undefined;
}

export function readSystems(file: string, value: unknown): Systems {
  const systems = new Map<string, System>();
  for (const [key, entry] of Object.entries(fields(fields(value).systems))) {
    const { owner, status, criticality, capacity } = fields(entry);
    const { peak, unit } = fields(capacity);
    systems.set(key, {
      owner: text(owner),
      status: text(status) ?? 'active',
      criticality: text(criticality) ?? 'medium',
      capacity: typeof peak === 'number' ? { peak, unit: text(unit) ?? '' } : undefined,
    });
  }
  return { file, systems };
}
