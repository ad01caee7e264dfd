import { InvalidArgumentError, Option } from 'commander';
import type { LifecycleReport } from '../../commands/lifecycle/lifecycle.ts';
import { didYouMean } from '../../diagnostic/suggest.ts';
import { lifecycleStates, type LifecycleState } from '../../lifecycle/states.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<LifecycleReport> = {
  text: async () => (await import('../../report/lifecycle/text.ts')).lifecycleText,
  json: async () => (await import('../../report/lifecycle/json.ts')).lifecycleJson,
  markdown: async () => (await import('../../report/lifecycle/markdown.ts')).lifecycleMarkdown,
  ics: async () => (await import('../../report/lifecycle/ics.ts')).lifecycleIcs,
};

interface LifecycleFlags {
  readonly owner?: string;
  readonly state?: readonly LifecycleState[];
  readonly failOn?: readonly LifecycleState[];
  readonly by: 'urgency' | 'owner';
  readonly all?: boolean;
  readonly format?: string;
}

export const lifecycleCommand: CliCommand = {
  group: 'Govern',
  examples: [
    'lifecycle',
    'lifecycle --owner checkout',
    'lifecycle --fail-on expired',
    'lifecycle --by owner --format markdown',
    'lifecycle --format ics --output flags.ics',
  ],
  register(program, run) {
    return program
      .command('lifecycle')
      .summary('list the flags that need a decision')
      .description(
        `Lists the flags that need a decision, the most urgent first: ${lifecycleStates.join(', ')}. ` +
          'The calendar (ics) has every flag that expires or is reviewed.',
      )
      .option('--owner <team>', 'those of a team')
      .option('--state <states>', 'only flags in these states, comma-separated; repeatable', states)
      .option('--all', 'also flags that need nothing')
      .addOption(new Option('--by <order>', 'sort by').choices(['urgency', 'owner']).default('urgency'))
      .option('--fail-on <states>', 'exit 1 if a flag listed is in one of these states', states)
      .addOption(formatOption(formats))
      .action(({ owner, state = [], failOn = [], by, all, format }: LifecycleFlags, command) =>
        run(command, async (session) => {
          const { lifecycle } = await import('../../commands/lifecycle/lifecycle.ts');
          const isCalendar = format === 'ics' && session.options.json !== true;
          const options = { owner, states: state, all: all === true || isCalendar, by, failOn };
          const report = await lifecycle(await session.host(), options);
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};

function states(text: string, before: readonly LifecycleState[] = []): readonly LifecycleState[] {
  const names = text.split(',').map((name) => name.trim());
  return [...before, ...names.map(stateNamed)];
}

function stateNamed(name: string): LifecycleState {
  const known = lifecycleStates.find((state) => state === name);
  if (known === undefined)
    throw new InvalidArgumentError(didYouMean(name, lifecycleStates) ?? `it can be ${lifecycleStates.join(', ')}`);
  return known;
}
