import { execFileSync } from 'node:child_process';
import { temporaryRepository, type TemporaryRepository } from './repository.ts';

/** The people of the table: `owners.yaml` says who is what. */
export const people = {
  ada: 'Ada <ada@example.com>',
  lin: 'Lin <lin@example.com>',
  noor: 'Noor <noor@example.com>',
  bob: 'Bob <bob@example.com>',
  mallory: 'Mallory <mallory@example.com>',
  sam: 'Sam <sam@example.com>',
  kim: 'Kim <kim@example.com>',
  forge: 'Forge <noreply@forge.example>',
} as const;

type PersonName = keyof typeof people;

const manifest = 'version: 1\nenvironments: { staging: {}, production: { critical: true }, vault: {} }\n';

export const owners = (more: { core?: string; roles?: string } = {}): string => `teams:
  core:
    members: [ada@example.com, ada@home.example, lin@example.com, lin@home.example, noor@example.com, 5+gil@users.noreply.github.com${more.core ?? ''}]
  other: { members: [mallory@example.com, bob@example.com] }
  platform: { members: [sam@example.com, kim@example.com] }
roles:
  release-manager: [kim@example.com]
  on-call: [ada@example.com, sam@example.com]
`;

export const policy = `rules:
  - id: production-by-owner
    when: { environments: [production], changes: [state, targeting, prerequisites, variants] }
    authors: [owner, role:release-manager]
  - id: high-needs-two
    when: { environments: [production], criticality: [high, critical] }
    approvals: { count: 2, from: [owner, role:release-manager] }
  - id: kept-by-owner
    when: { changes: [delete, ownership] }
    authors: [owner]
  - id: platform-creates-ops
    when: { changes: [create], types: [ops] }
    authors: [team:platform]
  - id: shared-staging
    when: { environments: [staging], flags: ["shared-*"] }
    approvals: { count: 1, from: [team:other] }
  - id: shared-production
    when: { environments: [production], flags: ["shared-*"] }
    approvals: { count: 1, from: [team:platform] }
  - id: reviewed
    when: { environments: [production], flags: ["reviewed-*"] }
    approvals: { count: 1, from: [owner], trust: reviews }
  - id: house
    when: { changes: [governance] }
    authors: [team:platform]
    approvals: { count: 1, from: [team:platform] }
freezes:
  - { from: 2026-12-18, until: 2027-01-02, environments: [production], reason: The peak season of the year., except: [role:on-call] }
  - { from: "2026-12-01T09:00:00+02:00", until: "2026-12-01T17:30:00-05:00", environments: [staging], reason: The move of the data centre. }
emergency: { trailer: Emergency, roles: [on-call], waives: [approvals, freezes], reviewWithin: 48h }
`;

/** What a flag of the table may differ in. */
export interface FlagParts {
  readonly owner?: string;
  readonly type?: string;
  readonly criticality?: string;
  readonly staging?: boolean;
  /** The block as YAML. */
  readonly production?: string | boolean;
  readonly vault?: boolean;
  /** Lines of YAML. */
  readonly more?: string;
}

export function flag(parts: FlagParts = {}): string {
  const { owner = 'core', type = 'release', criticality = 'medium', staging = false, production = false, vault = false, more = '' } = parts; // prettier-ignore
  const life = type === 'release' ? 'expires: 2027-01-25\nretire: Retired when everybody has had it for two weeks.\n' : 'review: { every: 180d, last: 2026-11-01 }\n'; // prettier-ignore
  return `description: What this flag is for, in a sentence.\ntype: ${type}\nowner: ${owner}\ncreated: 2026-11-01\n${life}criticality: ${criticality}\n${more}environments: { staging: ${staging}, production: ${production}, vault: ${vault} }\n`;
}

const bySegment = '{ enabled: true, rules: [{ name: few, when: { segment: few }, serve: on }], otherwise: off }';
export const segment = (end: string): string => `description: A few people, by address.\nwhen: { attribute: email, endsWith: "${end}" }\n`; // prettier-ignore

interface CommitBy {
  readonly committer?: PersonName;
  /** `Approved-by: …` lines. */
  readonly trailers?: readonly string[];
  readonly body?: string;
  /** An SSH key to sign with. */
  readonly key?: string;
}

export interface World {
  readonly repository: TemporaryRepository;
  write(files: Readonly<Record<string, string | null>>): void;
  commit(by: PersonName, options?: CommitBy): string;
  git(...args: string[]): string;
  /** Merges without committing. */
  merge(branch: string): void;
}

/** A repository with `bare` before there was a policy, `main` with one, and `ahead` where main went on. */
export function policyWorld(): World {
  const repository = temporaryRepository();
  let minutes = 0;
  const world: World = {
    repository,
    write: (files) => repository.write(files),
    git: (...args) => repository.git(...args),
    merge(branch) {
      try {
        repository.git('merge', '--quiet', '--no-commit', '--no-ff', branch);
      } catch {
        // A conflict: whoever commits settles it.
      }
    },
    commit(by, { committer = 'forge', trailers = [], body = '', key } = {}) {
      repository.git('add', '--all');
      const [author, maker] = [identity(people[by]), identity(people[committer])];
      const date = `${Date.UTC(2026, 10, 3) / 1000 + 60 * ++minutes} +0000`;
      const message = [`by ${by}`, body, trailers.join('\n')].filter((part) => part !== '').join('\n\n');
      const signing = key === undefined ? [] : ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${key}`, '-c', 'commit.gpgSign=true']; // prettier-ignore
      execFileSync('git', [...signing, 'commit', '--quiet', '--allow-empty', '-m', message], {
        cwd: repository.path,
        env: {
          ...repository.env,
          GIT_AUTHOR_NAME: author.name,
          GIT_AUTHOR_EMAIL: author.email,
          GIT_AUTHOR_DATE: date,
          GIT_COMMITTER_NAME: maker.name,
          GIT_COMMITTER_EMAIL: maker.email,
          GIT_COMMITTER_DATE: date,
        },
      });
      return repository.git('rev-parse', 'HEAD');
    },
  };
  world.write({
    'flagwright.yaml': manifest,
    'owners.yaml': owners(),
    'few.segment.yaml': segment('@example.com'),
    'plain.flag.yaml': flag(),
    'live.flag.yaml': flag({ production: true }),
    'high.flag.yaml': flag({ criticality: 'high' }),
    'lever.flag.yaml': flag({ type: 'ops', owner: 'platform' }),
    'few-only.flag.yaml': flag({ production: bySegment }),
    'theirs.flag.yaml': flag({ owner: 'other' }),
    'shared-one.flag.yaml': flag(),
    'reviewed-one.flag.yaml': flag(),
    '.mailmap': 'Ada <ada@example.com> <ada@home.example>\nLin <lin@example.com> Linda <lin@home.example>\n',
  });
  world.commit('sam');
  world.git('branch', 'bare');
  world.write({ 'policy.yaml': policy });
  world.commit('sam');
  world.git('checkout', '--quiet', '-b', 'ahead');
  world.write({ 'plain.flag.yaml': flag({ production: true }) });
  world.commit('ada');
  world.git('checkout', '--quiet', 'main');
  return world;
}

function identity(person: string): { name: string; email: string } {
  const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(person) ?? [];
  return { name, email };
}
