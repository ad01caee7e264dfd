import type { Try } from './tampering-try.ts';
import { flag, type CommitParts, type World } from './tampering-world.ts';

const files = { 'charge.flag.yaml': flag({ production: true, criticality: 'high' }) };
const lin = 'Approved-by: Lin <lin@example.com>';
const sam = 'Reviewed-by: Sam <sam@example.com>';
const ada = 'Approved-by: Ada <ada@example.com>';

/** Ada switches on what two others must approve. */
const charge = (world: World, ending: string): string => world.commit({ files, message: `Charge\n\n${ending}` });
const approved = (world: World): void => void charge(world, `${lin}\n${sam}`);

const emergency = { files, message: 'Charge now\n\nEmergency: INC-7' };
const review =
  (by: string, parts: CommitParts = {}) =>
  (world: World): void => {
    const id = world.commit({ ...emergency, ...parts });
    world.commit({ by: 'sam', message: `Review of INC-7\n\nReviews-Emergency: ${id}\nReviewed-by: ${by}` });
  };

/** What commit messages claim. */
export const approvalTries: readonly Try[] = [
  {
    name: 'no approval',
    code: 'approvals-missing',
    honest: approved,
    forged: (world) => void charge(world, 'Refs: 12'),
  },
  {
    name: 'the author approves',
    code: 'approvals-missing',
    honest: approved,
    forged: (world) => void charge(world, `${lin}\n${ada}`),
  },
  {
    name: 'one person approves twice',
    code: 'approvals-missing',
    honest: approved,
    forged: (world) => void charge(world, `${lin}\nReviewed-by: L. Wei <LIN@Example.com>`),
  },
  {
    name: 'somebody approves who made it too',
    code: 'approvals-missing',
    honest: (world) => void charge(world, `Co-authored-by: Mallory <mallory@example.com>\n${lin}\n${sam}`),
    forged: (world) => void charge(world, `Co-authored-by: Lin <lin@example.com>\n${lin}\n${sam}`),
  },
  {
    name: 'somebody approves who may not',
    code: 'approvals-missing',
    honest: approved,
    forged: (world) => void charge(world, `${lin}\nApproved-by: Mallory <mallory@example.com>`),
  },
  {
    name: 'trailers in the body',
    code: 'approvals-missing',
    honest: (world) => void charge(world, `It is time.\n\n${lin}\n${sam}`),
    forged: (world) => void charge(world, `${lin}\n${sam}\n\nIt is time.`),
  },
  {
    name: 'a trailer folded into another',
    code: 'approvals-missing',
    honest: (world) => void charge(world, `Reason: it is\n time\nApproved-by: Lin\n <lin@example.com>\n${sam}`),
    forged: (world) => void charge(world, `${lin}\nReason: it is time\n ${sam}`),
  },
  {
    name: 'trailers among other lines',
    code: 'approvals-missing',
    honest: approved,
    forged: (world) => void charge(world, `This was never\n${lin}\nby anybody\n${sam}`),
  },
  {
    name: 'an address hidden behind another',
    code: 'approvals-missing',
    honest: approved,
    forged: (world) => void charge(world, `${lin}\nReviewed-by: <mallory@example.com> <sam@example.com>`),
  },
  {
    name: 'trailers in a note',
    code: 'approvals-missing',
    honest: (world) => {
      approved(world);
      world.git('notes', 'add', '-m', 'Emergency: INC-8');
    },
    forged: (world) => {
      charge(world, lin);
      world.git('notes', 'add', '-m', sam);
    },
  },
  {
    name: 'trailers in a tag',
    code: 'approvals-missing',
    honest: (world) => {
      approved(world);
      world.git('tag', '-a', '-m', 'v1', 'v1');
    },
    forged: (world) => {
      charge(world, lin);
      world.git('tag', '-a', '-m', `v1\n\n${sam}`, 'v1');
    },
  },
  {
    name: 'trailers that only the configuration makes',
    code: 'approvals-missing',
    honest: (world) => {
      approved(world);
      world.git('config', 'trailer.approved-by.key', 'Seen-by: ');
      world.git('config', 'trailer.separators', '=');
    },
    forged: (world) => {
      charge(world, 'Okay: Lin <lin@example.com>\nFine: Sam <sam@example.com>');
      world.git('config', 'trailer.okay.key', 'Approved-by');
      world.git('config', 'trailer.fine.key', 'Reviewed-by');
    },
  },
  {
    name: 'the criticality is lowered first',
    code: 'approvals-missing',
    honest: (world) => {
      approved(world);
      world.commit({ files: { 'charge.flag.yaml': flag({ production: true }) }, message: `Less\n\n${lin}\n${sam}` });
    },
    forged: (world) => {
      approved(world);
      world.commit({ files: { 'charge.flag.yaml': flag({ production: true }) }, message: 'Less' });
      world.commit({ files: { 'charge.flag.yaml': flag({ production: false }) }, message: 'Off' });
    },
  },
  {
    name: 'approvals of a merge that brought something else',
    code: 'approvals-missing',
    honest: (world) => flowed(world, `${lin}\n${sam}`, ''),
    forged: (world) => flowed(world, '', `${lin}\n${sam}`),
  },
  {
    name: 'an emergency of somebody without the role',
    code: ['approvals-missing', 'emergency-not-allowed'],
    honest: review('Sam <sam@example.com>'),
    forged: review('Sam <sam@example.com>', { by: 'lin' }),
  },
  {
    name: 'an emergency that nobody else reviews',
    code: 'emergency-not-reviewed',
    honest: review('Sam <sam@example.com>'),
    forged: review('Ada <Ada@example.com>'),
  },
  {
    name: 'a review that is dated back',
    code: 'emergency-not-reviewed',
    honest: (world) => reviewedAt(world, '2026-11-21T00:00:00Z'),
    forged: (world) => reviewedAt(world, '2026-11-29T00:00:00Z'),
  },
  {
    name: 'a review in another configuration',
    code: 'emergency-not-reviewed',
    honest: (world) => {
      review('Sam <sam@example.com>')(world);
      world.git('config', 'trailer.reviews-emergency.key', 'Looks-at');
    },
    forged: (world) => {
      const id = world.commit(emergency);
      world.commit({ message: `Review\n\nLooks-at: ${id}\nReviewed-by: Sam <sam@example.com>` });
      world.git('config', 'trailer.looks-at.key', 'Reviews-Emergency');
    },
  },
];

function reviewedAt(world: World, before: string): void {
  const id = world.commit({ ...emergency, date: '2026-11-20T00:00:00Z' });
  world.commit({ key: 'none', date: before, files: { 'notes.txt': 'a note' } });
  const message = `Review of INC-7\n\nReviews-Emergency: ${id}\nReviewed-by: Sam <sam@example.com>`;
  world.commit({ by: 'sam', date: '2026-11-21T12:00:00Z', message });
}

/** What Ada did lands on a branch of its own first, then with another one on main. */
function flowed(world: World, ofHers: string, ofOther: string): void {
  world.branch('develop');
  world.branch('hers');
  world.commit({ files, message: 'Charge' });
  world.branch('other', 'main');
  world.commit({ key: 'none', files: { 'notes.txt': 'a note' } });
  world.checkout('develop');
  world.merge({ by: 'lin', message: `Merge hers\n\n${ofHers}` }, 'hers');
  world.merge({ by: 'lin', message: `Merge other\n\n${ofOther}` }, 'other');
  world.checkout('main');
  world.merge({ by: 'lin', message: 'Merge develop' }, 'develop');
}
