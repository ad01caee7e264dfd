import { newFlag } from '../../commands/new/new.ts';
import { array, boolean, record, strictObject, string } from '../agent-sdk.ts';
import { tool } from '../tool.ts';
import { applyHash, writeOutput, writeQuotes } from '../writing/written.ts';

const word = string().min(1).max(200);

export const newFlagTool = tool({
  name: 'new_flag',
  title: 'New flag',
  description: 'Shows the file of a new flag as a diff. Writes it only with `apply`, once the user has seen the diff.',
  input: strictObject({
    key: word,
    type: word.describe('release, experiment, migration, ops, kill-switch, permission, or one of the project'),
    owner: word.describe('A team of owners.yaml'),
    description: string().min(1).max(2_000).describe('What it does, in a sentence'),
    retire: string().min(1).max(2_000).optional().describe('When flag and code can go; needed by types that expire'),
    expires: word.optional().describe('A date, or 60d from today'),
    review: word.optional().describe('How often, for types that do not expire: 180d'),
    criticality: word.optional().describe('low, medium, high or critical'),
    tags: array(word).max(50).default([]),
    environments: record(word, boolean()).default({}).describe('On or off; default: on in the lowest alone'),
    folder: string().min(1).max(1_000).optional(),
    apply: applyHash,
  }),
  output: writeOutput,
  quotes: writeQuotes,
  writes: true,
  async run(call, { apply, environments, ...answers }) {
    const states = Object.entries(environments).map(([name, enabled]) => `${name}=${enabled ? 'on' : 'off'}`);
    const options = { ...answers, environments: states };
    const report = { changes: [`${answers.key}: new`], commit: null, refused: null };
    const write = {
      request: ['new_flag', options],
      commit: undefined,
      async plan(host: Parameters<typeof newFlag>[0]) {
        const { file, text } = await newFlag(host, { ...options, dryRun: true });
        return { files: [{ path: file, before: null, after: text }], report };
      },
      async apply(host: Parameters<typeof newFlag>[0]) {
        await newFlag(host, { ...options, dryRun: false });
        return report;
      },
    };
    return call.writing.carryOut(await call.open(), write, apply);
  },
});
