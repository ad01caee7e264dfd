import type { enable } from '../commands/switch/enable.ts';
import {
  addChangeOptions,
  changeFormats,
  changeOptions,
  environmentOption,
  type ChangeFlags,
} from './change-options.ts';
import type { CliCommand } from './session.ts';

interface Switch {
  readonly name: 'enable' | 'disable';
  readonly state: 'on' | 'off';
  /** In the example. */
  readonly reason: string;
  readonly load: () => Promise<typeof enable>;
}

/** `enable` and `disable`, which differ in nothing but the state they set. */
export function switchCommand({ name, state, reason, load }: Switch): CliCommand {
  const example = `${name} express-checkout --env production`;
  return {
    group: 'Change',
    examples: [example, `${example} --commit --reason "${reason}"`],
    register(program, run) {
      const command = program
        .command(name)
        .summary(`switch a flag ${state} in environments`)
        .description(`Switches a flag ${state} in environments. Only the touched line of its file changes.`)
        .argument('<flag>', 'the key of the flag')
        .addOption(environmentOption());
      return addChangeOptions(command).action(
        (flag: string, given: ChangeFlags & { readonly env: readonly string[] }, self) =>
          run(self, async (session) => {
            const setState = await load();
            const options = changeOptions(given);
            const report = await setState(await session.host(), flag, given.env, options);
            await session.print(report, changeFormats);
            return report.ok;
          }),
      );
    },
  };
}
