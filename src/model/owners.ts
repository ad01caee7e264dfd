import { fields, text, texts } from './read.ts';

/** `owners.yaml`: teams with their members, and roles that cut across them. */
export interface Owners {
  readonly file: string;
  readonly teams: ReadonlyMap<string, Team>;
  /** Role → e-mail addresses. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

interface Team {
  readonly name?: string | undefined;
  /** E-mail addresses. */
  readonly members: readonly string[];
  readonly handles: Readonly<Record<string, unknown>>;
  readonly contact?: string | undefined;
}

export function readOwners(file: string, value: unknown): Owners {
  const owners = fields(value);
  const teams = new Map<string, Team>();
  for (const [key, entry] of Object.entries(fields(owners.teams))) {
    const team = fields(entry);
    const { name, members, handles, contact } = team;
    teams.set(key, { name: text(name), members: texts(members), handles: fields(handles), contact: text(contact) });
  }
  const roles = Object.entries(fields(owners.roles)).map(([role, members]) => [role, texts(members)] as const);
  return { file, teams, roles: new Map(roles) };
}
