import type { GraphReport } from '../../commands/graph/graph.ts';
import { formatOption, repeated } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<GraphReport> = {
  text: async () => (await import('../../report/graph/text.ts')).graphText,
  json: async () => (await import('../../report/graph/json.ts')).graphJson,
  dot: async () => (await import('../../report/graph/dot.ts')).graphDot,
  mermaid: async () => (await import('../../report/graph/mermaid.ts')).graphMermaid,
  svg: async () => (await import('../../report/graph/svg.ts')).graphSvg,
};

interface GraphFlags {
  readonly depth?: string;
  readonly kind?: readonly string[];
  readonly env?: readonly string[];
}

export const graphCommand: CliCommand = {
  group: 'Understand',
  examples: [
    'graph',
    'graph express-checkout --env production',
    'graph payment-api-v2 --depth 1 --kind prerequisite,conflict',
    'graph --format svg --output graph.svg',
  ],
  register(program, run) {
    return program
      .command('graph')
      .summary('show what depends on what')
      .description(
        'Shows the prerequisites, conflicts, fallbacks, segments and systems of all flags, or what the flags named need and what needs them. Pictures are coloured by the state in the environment asked for, else in the last critical one.',
      )
      .argument('[flag...]', 'keys of flags, segments or systems')
      .option('--depth <steps>', 'only this many steps around the flags named')
      .option('--kind <kinds>', 'only these: prerequisite, conflict, fallback, segment, affects', repeated)
      .option('--env <name>', 'the state of each flag in this environment; repeatable', repeated)
      .addOption(formatOption(formats))
      .action((keys: readonly string[], { depth, kind = [], env = [] }: GraphFlags, command) =>
        run(command, async (session) => {
          const { graph } = await import('../../commands/graph/graph.ts');
          const options = { keys, depth, kinds: kind, environments: env };
          const report = await graph(await session.host(), options);
          await session.print(report, formats, { paged: true });
          return report.ok;
        }),
      );
  },
};
