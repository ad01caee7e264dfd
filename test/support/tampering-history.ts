import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Try } from './tampering-try.ts';
import { flag, type World } from './tampering-world.ts';

const ref = 'refs/flagwright/audit';
const on = { 'pay.flag.yaml': flag({ production: true, staging: true }) };
const noted = (world: World): string => world.commit({ key: 'none', files: { 'notes.txt': 'a note' } });

/** The anchor is moved as `audit anchor` moves it. */
function anchor(world: World): string {
  const head = world.git('rev-parse', 'HEAD');
  world.git('update-ref', '--create-reflog', ref, head);
  return head;
}

/** What was done once, made undone. */
export const historyTries: readonly Try[] = [
  {
    name: 'history that is rewritten after the anchor',
    code: 'rewritten-history',
    honest: (world) => {
      anchor(world);
      noted(world);
    },
    forged: (world) => {
      noted(world);
      anchor(world);
      world.git('reset', '--quiet', '--hard', 'HEAD~1');
      noted(world);
      world.commit({ key: 'none', files: { 'notes.txt': 'another' } });
    },
  },
  {
    name: 'history that is rewritten after an anchor kept elsewhere, and the ref moved along',
    code: 'rewritten-history',
    honest: (world) => {
      const kept = anchor(world);
      noted(world);
      return kept;
    },
    forged: (world) => {
      const kept = noted(world);
      world.git('reset', '--quiet', '--hard', 'HEAD~1');
      world.commit({ key: 'none', files: { 'notes.txt': 'another' } });
      anchor(world);
      return kept;
    },
  },
  {
    name: 'a commit that is amended after the anchor',
    code: 'rewritten-history',
    honest: (world) => {
      world.commit({ files: on });
      world.gitAs({ by: 'ada' }, 'commit', '--quiet', '--amend', '-m', 'better words');
      anchor(world);
    },
    forged: (world) => {
      world.commit({ files: on });
      anchor(world);
      world.gitAs({ by: 'ada' }, 'commit', '--quiet', '--amend', '-m', 'other words');
    },
  },
  {
    name: 'an anchor that is moved back',
    code: 'anchor-moved-back',
    honest: (world) => {
      anchor(world);
      noted(world);
      anchor(world);
    },
    forged: (world) => {
      anchor(world);
      noted(world);
      anchor(world);
      world.git('update-ref', ref, 'HEAD~1');
    },
  },
  {
    name: 'an anchor that is moved back, where another copy is kept',
    code: 'anchor-moved-back',
    honest: (world) => {
      noted(world);
      return anchor(world);
    },
    forged: (world) => {
      const kept = noted(world);
      world.git('update-ref', ref, 'HEAD~1');
      return kept;
    },
  },
  {
    name: 'an anchor that is moved off a history, and its log with it',
    code: 'rewritten-history',
    honest: (world) => {
      const kept = anchor(world);
      world.git('update-ref', '-d', ref);
      return kept;
    },
    forged: (world) => {
      const kept = noted(world);
      world.git('update-ref', '-d', ref);
      world.git('reset', '--quiet', '--hard', 'HEAD~1');
      world.git('reflog', 'expire', '--expire=now', '--all');
      world.git('gc', '--quiet', '--prune=now');
      return kept;
    },
  },
  {
    name: 'a replaced commit',
    code: 'unsigned',
    honest: (world) => replaced(world, true),
    forged: (world) => replaced(world, false),
  },
  {
    name: 'a replaced file',
    code: 'unsigned',
    honest: (world) => void world.commit({ files: on }),
    forged: (world) => {
      const before = world.git('rev-parse', 'HEAD:pay.flag.yaml');
      world.commit({ key: 'none', files: on });
      world.git('replace', world.git('rev-parse', 'HEAD:pay.flag.yaml'), before);
    },
  },
  {
    name: 'a grafted commit',
    code: 'unsigned',
    honest: (world) => grafted(world, 'ada'),
    forged: (world) => grafted(world, 'none'),
  },
  {
    name: 'a grafted history that looks anchored',
    code: 'rewritten-history',
    honest: (world) => {
      anchor(world);
      noted(world);
    },
    forged: (world) => {
      const kept = noted(world);
      anchor(world);
      world.git('reset', '--quiet', '--hard', 'HEAD~1');
      const head = world.commit({ key: 'none', files: { 'notes.txt': 'another' } });
      world.git('replace', '--graft', head, kept);
    },
  },
];

function replaced(world: World, same: boolean): void {
  const signed = world.commit({ files: on });
  if (same) return;
  world.git('reset', '--quiet', '--hard', 'HEAD~1');
  const head = world.commit({ key: 'none', files: on });
  world.git('replace', head, signed);
}

/** The commit between is hidden from git by a graft. */
function grafted(world: World, key: 'ada' | 'none'): void {
  const base = world.git('rev-parse', 'HEAD');
  world.commit({ key, files: on });
  const head = noted(world);
  mkdirSync(join(world.path, '.git/info'), { recursive: true });
  writeFileSync(join(world.path, '.git/info/grafts'), `${head} ${base}\n`);
}
