import { alternatives } from '../../diagnostic/suggest.ts';
import { environmentNames } from '../../workspace/flag-summary.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { visible } from '../answer.ts';
import { writeSteps, type Prompt } from '../prompt.ts';

/** Names of a project that a prompt mentions. */
const mostNames = 20;

export const wrapInFlag: Prompt = {
  name: 'wrap_in_flag',
  title: 'Wrap this change in a flag',
  description: 'Put a change of the code behind a new feature flag',
  arguments: [
    { name: 'change', description: 'What the change does', required: true },
    { name: 'key', description: 'Key of the new flag', required: false },
    { name: 'owner', description: 'The team that owns it', required: false, names: 'owner' },
    { name: 'type', description: 'Its type', required: false, names: 'type' },
  ],
  async messages(host, { change = '', key, owner, type }, context) {
    const project = await openProject(host);
    const environments = named(environmentNames(project), 'and');
    const teams = named([...(project.owners?.teams.keys() ?? [])]);
    const types = named(Object.keys(project.manifest.lifecycle));
    const text = `Put this change behind a feature flag: ${change}

1. Call list_flags with \`search\` to see whether a flag for it exists already. If one does, tell me, and stop.
2. Settle on a key (${key ?? 'short, in the style of the others'}), an owner (${owner ?? `one of ${teams}`}) and a type (${type ?? `one of ${types}`}). Ask me what you cannot know, such as when the flag can be retired.
3. Call new_flag; ${writeSteps(context)}. It is on in the lowest environment alone (the environments are ${environments}).
4. Change the code: ask for the flag in one place, with the off value as its default, and keep the old path as it is. Write the key as a literal, so that it is found.
5. Test both paths. Add a KEY.spec.yaml beside the flag if targeting matters.
6. Call lint, and find_usage for the flag: there must be no new problem, and the place in the code must be found.
7. Tell me how to roll it out, environment by environment, and what has to be true before it is retired.`;
    return [{ type: 'text', text }];
  },
};

function named(names: readonly string[], word = 'or'): string {
  const shown = names.slice(0, mostNames).map((name) => JSON.stringify(visible(name)));
  return names.length === 0 ? '(none)' : alternatives(shown, word);
}
