import {
  addChangeOptions,
  changeFormats,
  changeOptions,
  environmentOption,
  type ChangeFlags,
} from '../change-options.ts';
import type { CliCommand } from '../session.ts';

interface RolloutFlags extends ChangeFlags {
  readonly env: readonly string[];
  readonly rule?: string;
}

export const rolloutCommand: CliCommand = {
  group: 'Change',
  examples: [
    'rollout new-checkout-ui 25 --env production',
    'rollout express-checkout on=25,off=75 --env production --rule returning-customers --dry-run',
  ],
  register(program, run) {
    const command = program
      .command('rollout')
      .summary('set who gets which variant')
      .description(
        'Sets the weights that are served when no rule matches, or those of one rule. Raising the first weight never takes it away from anyone.',
      )
      .argument('<flag>', 'the key of the flag')
      .argument('<weights>', 'on=25,off=75; 25 is short for that; a variant alone is for all')
      .addOption(environmentOption())
      .option('--rule <name>', 'change what this rule serves');
    return addChangeOptions(command).action((flag: string, served: string, given: RolloutFlags, self) =>
      run(self, async (session) => {
        const { rollout } = await import('../../commands/rollout/rollout.ts');
        const options = { ...changeOptions(given), served, environments: given.env, rule: given.rule };
        const report = await rollout(await session.host(), flag, options);
        await session.print(report, changeFormats);
        return report.ok;
      }),
    );
  },
};
