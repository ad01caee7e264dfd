import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitMessage, type MessageParts } from './commit-message.ts';

const none: MessageParts = { approvedBy: [], trailers: [] };
const trailersOf = (message: string): string =>
  execFileSync('git', ['interpret-trailers', '--parse'], { input: message, encoding: 'utf8' });

describe('commitMessage', () => {
  it('says what git reads again', () => {
    const message = commitMessage('Disable a', {
      message: undefined,
      reason: 'Charges fail:\n  since 14:05 ',
      approvedBy: ['Lin <lin@example.com>', 'Sam <sam@example.com>'],
      emergency: 'INC-42',
      trailers: ['Ticket=SHOP=812'],
    });
    const trailers = [
      'Reason: Charges fail: since 14:05',
      'Approved-by: Lin <lin@example.com>',
      'Approved-by: Sam <sam@example.com>',
      'Emergency: INC-42',
      'Ticket: SHOP=812',
    ];
    expect(message).toBe(`Disable a\n\n${trailers.join('\n')}\n`);
    expect(trailersOf(message)).toBe(`${trailers.join('\n')}\n`);
  });

  it('joins trailers of a message of its own', () => {
    const message = commitMessage('x', { ...none, message: 'Off\r\n\r\nWhy.\n\nTicket: 1\n\n', reason: 'It fails.' });
    expect(message).toBe('Off\n\nWhy.\n\nTicket: 1\nReason: It fails.\n');
    expect(trailersOf(message)).toBe('Ticket: 1\nReason: It fails.\n');
    expect(commitMessage('x', { ...none, message: 'fix: it', emergency: 'I' })).toBe('fix: it\n\nEmergency: I\n');
  });

  it('is separate from a paragraph that only looks like trailers in part', () => {
    const message = commitMessage('x', { ...none, message: 'Off\n\nIt fails.\nNote: since noon', reason: 'It fails.' });
    expect(message).toBe('Off\n\nIt fails.\nNote: since noon\n\nReason: It fails.\n');
    expect(trailersOf(message)).toBe('Reason: It fails.\n');
  });

  it.each([
    [{ message: ' \n' }, 'the message is empty'],
    [{ reason: ' ' }, 'Reason is empty'],
    [{ trailers: ['Ticket'] }, '"Ticket" is not a trailer'],
    [{ trailers: ['a b=c'] }, '"a b=c" is not a trailer'],
  ])('refuses %j', (parts, message) => {
    expect(() => commitMessage('Subject', { ...none, ...parts })).toThrow(message);
  });

  it('never lets a value make a line of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (reason) => {
        fc.pre(reason.replace(/[\s\0]/g, '') !== '');
        expect(commitMessage('Subject', { ...none, reason }).split(/\r|\n/)).toHaveLength(4);
      }),
    );
  });
});
