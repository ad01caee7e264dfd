import type { NextCommand } from '../../commands/rollback/rollback-report.ts';

/** The answers, in words, by which one of several commands differs from the others. */
export function choicesIn(next: readonly NextCommand[], answers: NextCommand['answers']): string[] {
  const isChoice = (id: string, answer: string): boolean =>
    next.some((other) => other.answers.some((one) => one.id === id && one.answer !== answer));
  return answers.filter(({ id, answer }) => isChoice(id, answer)).map(({ label }) => label);
}
