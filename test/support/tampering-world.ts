import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Who appears in the tampering table. Mallory is known and may sign, but owns nothing; the stranger is not known. */
export type Person = 'ada' | 'lin' | 'sam' | 'mallory' | 'stranger' | 'forge';

export interface CommitParts {
  readonly by?: Person;
  /** Whose key signs; by default that of the author. */
  readonly key?: Person | 'none';
  readonly message?: string;
  /** Of author and committer. By default an hour after the one before. */
  readonly date?: string;
  readonly files?: Readonly<Record<string, string | null>>;
}

const START = Date.UTC(2026, 10, 1);
const people: readonly Person[] = ['ada', 'lin', 'sam', 'mallory', 'stranger', 'forge'];

/** Whether there is a program that signs. */
export const canSign = spawnSync('ssh-keygen', ['-?']).error === undefined;

/** SSH keys, made once. */
export class Keys {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), 'flagwright-keys-'));

  constructor() {
    for (const name of people) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(this.folder, name)]);
    }
  }

  line(name: Person, of: Person = name): string {
    return `${of}@example.com ${readFileSync(join(this.folder, `${name}.pub`), 'utf8').trim()}\n`;
  }

  fingerprint(name: Person): string {
    const line = execFileSync('ssh-keygen', ['-lf', join(this.folder, `${name}.pub`)], { encoding: 'utf8' });
    return line.split(' ')[1] ?? '';
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface FlagParts {
  readonly production?: boolean | string;
  readonly staging?: boolean;
  readonly owner?: string;
  readonly criticality?: string;
}

export function flag({
  production = false,
  staging = false,
  owner = 'checkout',
  criticality = 'medium',
}: FlagParts): string {
  return [
    'description: What this flag is for, in a sentence.',
    'type: ops',
    `owner: ${owner}`,
    `criticality: ${criticality}`,
    'created: 2026-01-01',
    'review: { every: 180d, last: 2026-10-01 }',
    'environments:',
    `  staging: ${staging}`,
    `  production: ${production}`,
    '',
  ].join('\n');
}

const bySegment =
  '{ enabled: true, rules: [{ name: staff, when: { segment: employees }, serve: on }], otherwise: off }';
export const segment = (country: string): string =>
  `description: Who works for the company.\nwhen: { attribute: country, equals: ${country} }\n`;

export const owners = [
  'teams:',
  '  checkout: { members: [ada@example.com, lin@example.com] }',
  '  platform: { members: [sam@example.com] }',
  '  guests: { members: [mallory@example.com] }',
  'roles: { release-manager: [sam@example.com], on-call: [ada@example.com] }',
  '',
].join('\n');

export const policy = (trusted: string, more = ''): string =>
  `rules:
  - id: production-by-owner
    when: { environments: [production], changes: [state, targeting, prerequisites] }
    authors: [owner, role:release-manager]
  - id: critical-needs-two
    when: { environments: [production], criticality: [high, critical] }
    approvals: { count: 2, from: [owner, role:release-manager] }
  - id: rules-of-the-house
    when: { changes: [governance] }
    authors: [team:platform]
${more}emergency: { trailer: Emergency, roles: [on-call], waives: [approvals, freezes], reviewWithin: 48h }
signatures: { required: [production], allowedSigners: allowed_signers, trusted: [${JSON.stringify(trusted)}] }
`;

export const freezes =
  'freezes:\n  - { from: 2026-12-18, until: 2027-01-02, environments: [production], reason: Peak season of the year. }\n';

export const manifest = (more = ''): string => `version: 1\nenvironments: { staging: {}, production: {}${more} }\n`;

/** A repository in which somebody may tamper with things. */
export class World {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  readonly keys: Keys;
  #commits: number;

  constructor(keys: Keys, from?: World) {
    this.keys = keys;
    this.path = mkdtempSync(join(realpathSync(tmpdir()), 'flagwright-tampering-'));
    this.env = {
      PATH: process.env.PATH ?? '',
      HOME: this.path,
      LC_ALL: 'C',
      TZ: 'UTC',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    };
    this.#commits = from ? from.#commits : 0;
    if (from) cpSync(from.path, this.path, { recursive: true });
    else this.git('init', '--quiet', '--initial-branch=main');
  }

  /** Runs git as somebody, at the next hour. */
  gitAs({ by = 'ada', key = by, date }: CommitParts, ...args: string[]): string {
    const when = date ?? new Date(START + this.#commits++ * 3_600_000).toISOString();
    const [name, email] = [by[0]?.toUpperCase() + by.slice(1), `${by}@example.com`];
    const signing =
      key === 'none'
        ? ['commit.gpgSign=false']
        : ['gpg.format=ssh', `user.signingKey=${join(this.keys.folder, `${key}.pub`)}`, 'commit.gpgSign=true'];
    const settings = [...signing, 'gc.auto=0'].flatMap((one) => ['-c', one]);
    const output = execFileSync('git', [...settings, ...args], {
      cwd: this.path,
      env: {
        ...this.env,
        GIT_AUTHOR_NAME: name,
        GIT_AUTHOR_EMAIL: email,
        GIT_COMMITTER_NAME: name,
        GIT_COMMITTER_EMAIL: email,
        GIT_AUTHOR_DATE: when,
        GIT_COMMITTER_DATE: when,
      },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return output.replace(/\n$/, '');
  }

  git(...args: string[]): string {
    return this.gitAs({ key: 'none' }, ...args);
  }

  write(files: Readonly<Record<string, string | null>>): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.path, name);
      rmSync(path, { force: true });
      if (content === null) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }

  /** Writes files and commits everything. */
  commit(parts: CommitParts): string {
    this.write(parts.files ?? {});
    this.git('add', '--all');
    this.gitAs(parts, 'commit', '--quiet', '--allow-empty', '-m', parts.message ?? 'change');
    return this.git('rev-parse', 'HEAD');
  }

  /** Merges branches into the one that is checked out, with changes of its own if there are files. */
  merge(parts: CommitParts, ...args: string[]): string {
    this.gitAs(parts, 'merge', '--quiet', '--no-ff', '--no-commit', ...args);
    return this.commit({ message: 'merge', ...parts });
  }

  branch(name: string, from = 'HEAD'): void {
    this.git('checkout', '--quiet', '-b', name, from);
  }

  checkout(name: string): void {
    this.git('checkout', '--quiet', name);
  }

  /** Puts another commit object in the place of the last commit. */
  rewriteHead(edit: (object: string) => string): string {
    const file = join(this.path, '.git', 'rewritten');
    writeFileSync(file, edit(`${this.git('cat-file', 'commit', 'HEAD')}\n`));
    const id = this.git('hash-object', '-t', 'commit', '-w', file);
    this.git('update-ref', 'HEAD', id);
    return id;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A small project whose rules are in force, and the tag `before` on the commit before they were. */
export function startWorld(keys: Keys): World {
  const world = new World(keys);
  world.commit({
    by: 'sam',
    key: 'none',
    message: 'start',
    files: {
      'flagwright.yaml': manifest(),
      'owners.yaml': owners,
      'pay.flag.yaml': flag({}),
      'staff.flag.yaml': flag({ production: bySegment }),
      'charge.flag.yaml': flag({ criticality: 'high' }),
      'employees.segment.yaml': segment('DE'),
    },
  });
  world.git('tag', 'before');
  world.commit({
    by: 'sam',
    message: 'the rules',
    files: {
      'policy.yaml': policy(keys.fingerprint('forge'), freezes),
      allowed_signers: (['ada', 'lin', 'sam', 'mallory'] as const).map((name) => keys.line(name)).join(''),
    },
  });
  world.commit({ by: 'ada', message: 'ready for production', files: { 'pay.flag.yaml': flag({ staging: true }) } });
  return world;
}
