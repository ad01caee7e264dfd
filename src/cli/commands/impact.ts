import type { ImpactReport } from '../../commands/impact/impact.ts';
import type { SegmentImpactReport } from '../../commands/impact/impact-segment.ts';
import { formatOption, repeated } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<ImpactReport | SegmentImpactReport> = {
  text: async () => (await import('../../report/impact/text.ts')).impactText,
  json: async () => (await import('../../report/impact/json.ts')).impactJson,
};

export const impactCommand: CliCommand = {
  group: 'Understand',
  examples: ['impact payment-api-v2', 'impact payment-api-v2 --env production', 'impact employees --json'],
  register(program, run) {
    return program
      .command('impact')
      .summary('show who is hit if a flag goes off')
      .description(
        'Shows every flag that depends on a flag, directly or through others, and for each environment what would lose its prerequisite if the flag went off there; with the systems and owners hit, and what carries the load. For a segment it shows the flags that use it.',
      )
      .argument('<flag>', 'the key of a flag, or of a segment')
      .option('--env <name>', 'only this environment; repeatable', repeated)
      .addOption(formatOption(formats))
      .action((key: string, { env = [] }: { env?: readonly string[] }, command) =>
        run(command, async (session) => {
          const { impact } = await import('../../commands/impact/impact.ts');
          const report = await impact(await session.host(), key, { environments: env });
          await session.print(report, formats, { paged: true });
          return report.ok;
        }),
      );
  },
};
