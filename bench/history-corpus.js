// Writes a repository with a long history. As a program: node bench/history-corpus.js DIR --flags 1000 --commits 20000
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { devNull } from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { TODAY, random } from './corpus-plan.js';
import { corpusFiles } from './corpus.js';
import { FOLDER } from './history-folder.js';

const MINUTE = 60;
/** One commit in so many is a merge of a branch of two commits; is a move, is a removal, changes a comment alone. */
const EVERY = { merge: 20, move: 200, removal: 500, comment: 10 };

const data = (text) => `data ${Buffer.byteLength(text)}\n${text}\n`;
const modify = (path, text) => `M 644 inline ${path}\n${data(text)}`;

/** Who commits, in turns. */
const PEOPLE = 23;
const address = (number) => `person-${number}@example.com`;

/** Rules of every kind, which everybody who commits keeps. */
function policyText() {
  const everybody = Array.from({ length: PEOPLE }, (_, number) => address(number)).join(', ');
  return `rules:
  - id: production-by-people
    when: { environments: [production], changes: [state, targeting, prerequisites, variants] }
    authors: [owner, ${everybody}]
  - id: critical-by-people
    when: { criticality: [high, critical] }
    authors: [owner, role:on-call, ${everybody}]
  - id: kept-by-people
    when: { changes: [create, delete, ownership, lifecycle] }
    authors: [${everybody}]
  - id: special-needs-one
    when: { flags: ["special-*"] }
    approvals: { count: 1, from: [owner] }
freezes:
  - { from: 2020-12-18, until: 2021-01-02, environments: [production], reason: The peak season of the year. }
emergency: { trailer: Emergency, roles: [on-call], waives: [approvals, freezes], reviewWithin: 48h }
`;
}

/**
 * Makes a repository of a project and a first-parent chain of `commits` commits, most of which edit one flag; the same on
 * every machine. With `others`, there are so many other files, and nine commits in ten change three of those instead. With `policy`,
 * there is a policy from the first commit on, which every commit passes.
 */
export async function writeHistory(dir, { flags, commits, others = 0, policy = false, seed = 1 }) {
  mkdirSync(dir, { recursive: true });
  const env = { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };
  execFileSync('git', ['-c', 'init.defaultBranch=main', 'init', '--quiet'], { cwd: dir, env });
  const git = spawn('git', ['fast-import', '--quiet'], { cwd: dir, env, stdio: ['pipe', 'inherit', 'inherit'] });
  const closed = once(git, 'close');
  for (const text of stream({ flags, commits, others, policy, seed }))
    if (!git.stdin.write(text)) await once(git.stdin, 'drain');
  git.stdin.end();
  const [code] = await closed;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
  // As after a clone: everything packed, nothing computed beforehand.
  execFileSync('git', ['-c', 'gc.writeCommitGraph=false', 'gc', '--quiet'], { cwd: dir, env });
  execFileSync('git', ['reset', '--quiet', '--hard', 'main'], { cwd: dir, env });
}

function* stream({ flags, commits, others, policy, seed }) {
  const files = new Map();
  for (const [path, text] of corpusFiles({ flags, segments: 50, seed })) files.set(`${FOLDER}/${path}`, text);
  if (policy) files.set(`${FOLDER}/policy.yaml`, policyText());
  const flagPaths = [...files.keys()].filter((path) => path.endsWith('.flag.yaml'));
  const otherPath = (i) => `src/part-${i % 37}/module-${i % 101}/file-${i}.ts`;
  const next = random(seed);
  const pick = (count) => Math.floor(next() * count);
  const end = Date.parse(`${TODAY}T00:00:00Z`) / 1000;
  let mark = 0;
  let made = 0;
  const commit = (branch, parents, subject, changes) => {
    const when = end - (commits - made) * 7 * MINUTE;
    const lines = [`commit refs/heads/${branch}`, `mark :${++mark}`];
    for (const role of ['author', 'committer']) {
      lines.push(`${role} Person ${mark % PEOPLE} <${address(mark % PEOPLE)}> ${when} +0000`);
    }
    const from = parents.map((parent, i) => `${i === 0 ? 'from' : 'merge'} :${parent}\n`).join('');
    return `${lines.join('\n')}\n${data(subject)}${from}${changes}\n`;
  };
  const edit = (n) => {
    const at = pick(flagPaths.length);
    const path = flagPaths[at];
    const text = files.get(path);
    if (n % EVERY.removal === 7 && text !== undefined) {
      files.delete(path);
      return { subject: `Remove ${path}`, changes: `D ${path}\n` };
    }
    if (n % EVERY.move === 3 && text !== undefined) {
      const moved = path.includes('/moved/') ? path.replace('/moved/', '/') : path.replace('/flags/', '/flags/moved/');
      if (moved !== path) {
        files.delete(path);
        files.set(moved, text);
        flagPaths[at] = moved;
        return { subject: `Move ${path}`, changes: `D ${path}\n${modify(moved, text)}` };
      }
    }
    const old = text ?? files.get(flagPaths.find((other) => files.has(other)));
    const edited = n % EVERY.comment === 1 ? `${old}# checked ${n}\n` : old.replace(/peak: \d+/, `peak: ${1000 + n}`);
    files.set(path, edited);
    return { subject: `Change ${path}`, changes: modify(path, edited) };
  };

  let first = '';
  for (const [path, text] of files) first += modify(path, text);
  for (let i = 0; i < others; i++) first += modify(otherPath(i), `export const value = ${i};\n`);
  yield commit('main', [], 'A project', first);
  let main = mark;
  for (made = 1; made < commits; made++) {
    if (others > 0 && made % 10 !== 0) {
      let changes = '';
      for (let k = 0; k < 3; k++) changes += modify(otherPath(pick(others)), `export const value = ${made * 3 + k};\n`);
      yield commit('main', [main], 'Work on something else', changes);
      main = mark;
      continue;
    }
    if (made % EVERY.merge === 0) {
      const one = edit(made);
      yield commit('side', [main], one.subject, one.changes);
      const two = edit(made);
      yield commit('side', [mark], two.subject, two.changes);
      yield commit('main', [main, mark], "Merge branch 'side'", one.changes + two.changes);
    } else {
      const { subject, changes } = edit(made);
      yield commit('main', [main], subject, changes);
    }
    main = mark;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    options: {
      flags: { type: 'string', default: '1000' },
      commits: { type: 'string', default: '20000' },
      others: { type: 'string', default: '0' },
      policy: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  await writeHistory(positionals[0] ?? '.', {
    flags: Number(values.flags),
    commits: Number(values.commits),
    others: Number(values.others),
    policy: values.policy,
  });
}
