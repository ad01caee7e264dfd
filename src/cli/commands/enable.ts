import { switchCommand } from '../switch-command.ts';

export const enableCommand = switchCommand({
  name: 'enable',
  state: 'on',
  reason: 'The bank has certified it.',
  load: async () => (await import('../../commands/switch/enable.ts')).enable,
});
