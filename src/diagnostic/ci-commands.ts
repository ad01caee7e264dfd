/**
 * What the runners of CI take for orders in what a step prints: GitHub and Azure `##[…]` and `##vso[…]` anywhere in a line, TeamCity
 * `##teamcity[…]`, GitHub also `::name …::` where a line begins, white space left out. See actions/runner, ActionCommand.cs, and the
 * logging commands of Azure Pipelines.
 */
const anywhere = /##(?=\w*\[)/g;
const atStart = /^([\t ]*):(?=:(?!:))/gm;

/** A text for people, in which nothing that a stranger may have written orders a runner about. */
export function withoutOrders(text: string): string {
  return withoutMarks(text).replace(atStart, '$1·');
}

/** The same, where lines may begin with orders of ours. */
export function withoutMarks(text: string): string {
  return text.includes('##') ? text.replace(anywhere, '#·') : text;
}

/** JSON that means the same. */
export function jsonWithoutOrders(json: string): string {
  return json.includes('##') ? json.replace(anywhere, String.raw`#\u0023`) : json;
}
