import { switchCommand } from '../switch-command.ts';

export const disableCommand = switchCommand({
  name: 'disable',
  state: 'off',
  reason: 'Charges failing since 14:05.',
  load: async () => (await import('../../commands/switch/disable.ts')).disable,
});
