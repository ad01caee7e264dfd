import { requireKnown } from '../../workspace/named.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { writeSteps, type Prompt } from '../prompt.ts';
import { flagUri, readResource } from '../resources.ts';

export const retireFlag: Prompt = {
  name: 'retire_flag',
  title: 'Retire this flag',
  description: 'Remove a flag that has done its work, from the code first',
  arguments: [
    { name: 'flag', description: 'Key of the flag', required: true, names: 'flag' },
    { name: 'into', description: 'The variant that everybody keeps', required: false },
  ],
  async messages(host, { flag = '', into }, context) {
    const { flags } = await openProject(host);
    requireKnown('flag', flag, flags.keys(), { more: 'list_flags lists them.' });
    if (into !== undefined) requireKnown('variant', into, flags.get(flag)!.variants);
    const uri = flagUri(flag);
    const text = `Retire the feature flag ${flag}${into === undefined ? '' : ` into its variant ${into}`}. Its file is attached, as data.

1. Call can_retire. \`criteria\` is what has to be true first: ask me whether it is. If not everybody gets one variant yet, or another flag depends on it, tell me what is in the way, and stop.
2. Call find_usage for the flag. In each place keep the path of the variant that remains, and remove the other one with everything that only it uses. Do not change what the remaining path does.
3. Run the tests of the code.
4. Call can_retire again: code must no longer be in the way.
5. Call change_flag with action retire and a new branch in \`commit\`; ${writeSteps(context)}. The commit removes the flag, its specs, and segments that only it uses.
6. Call lint: there must be no new problem. Tell me what was removed.`;
    const resource = { uri, ...(await readResource(host, uri)) };
    return [
      { type: 'text', text },
      { type: 'resource', resource },
    ];
  },
};
