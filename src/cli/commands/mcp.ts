import { UserError } from '../../diagnostic/user-error.ts';
import { complain } from '../complain.ts';
import { repeated } from '../format-option.ts';
import { buildHost } from '../host.ts';
import type { CliCommand, Session } from '../session.ts';
import { version } from '../version.ts';
import { messageWriter } from '../write-all.ts';

interface McpFlags {
  readonly allowWrites?: boolean;
  readonly protect?: readonly string[];
}

export const mcpCommand: CliCommand = {
  group: 'Editors and agents',
  examples: ['mcp', 'mcp --project flags', "mcp --allow-writes --protect 'release/*'"],
  register(program, run) {
    return program
      .command('mcp')
      .summary('serve a coding agent over the Model Context Protocol')
      .description(
        'Speaks the Model Context Protocol on standard input and output, for a coding agent that starts it: flags, lint, ' +
          'evaluation, impact, rollback previews and usage as tools. It only reads. With --allow-writes a change is shown as a ' +
          'diff first, and made when its hash comes back. It never commits to a protected branch, and never pushes. ' +
          'docs/agents.md says how to register it.',
      )
      .option('--allow-writes', 'let the agent make changes whose diff it has shown')
      .option(
        '--protect <branch>',
        'a branch that gets no commits, beside the default branch, main, master, trunk, develop and production; * stands for any text; repeatable',
        repeated,
      )
      .action((given: McpFlags, command) => run(command, (session) => serveAgent(session, given)));
  },
};

async function serveAgent(session: Session, { allowWrites = false, protect = [] }: McpFlags): Promise<boolean> {
  const { io, options } = session;
  if (options.at !== undefined) {
    throw new UserError('--at does not apply to mcp', 'leave it out: tools take `at`');
  }
  // What is wrong with --cwd and --project is said at once.
  const { signal } = await session.host();
  const { serveAgents } = await import('../../mcp/serve-agents.ts');
  session.endsBySignal = true;
  if (io.stdin.isTTY === true) session.note('this speaks the Model Context Protocol to the agent that starts it; Ctrl-C ends it');
  await serveAgents({
    async open(at, cancelled) {
      const { host, close } = await buildHost(io, { ...options, ...(at !== undefined && { at }), quiet: true }, cancelled);
      // Nobody is there to be asked: standard input belongs to the protocol.
      return { host: { ...host, ask: undefined }, close };
    },
    input: io.stdin,
    write: messageWriter(io),
    complain: (message) => complain(io, 'warning', message, options.color),
    signal,
    version,
    allowsWrites: allowWrites,
    protect,
  });
  return true;
} // prettier-ignore
