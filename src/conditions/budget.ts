/**
 * How much work an analysis may still do, in rough units of one comparison. Deciding conditions is hard in
 * general; whoever runs out of budget answers "it may be true", so that nothing wrong is ever reported.
 */
export interface Budget {
  left: number;
}

/** Takes from the budget; false once it is used up. */
export function spend(budget: Budget, amount: number): boolean {
  budget.left -= amount;
  return budget.left > 0;
}
