/** What one commit does to one file of the project, told so that it can be undone: the history ends in the example. */
export type DemoStep =
  | { readonly kind: 'add'; readonly path: string }
  /** `text` is what it held until then. */
  | { readonly kind: 'remove'; readonly path: string; readonly text: string }
  | { readonly kind: 'edit'; readonly path: string; readonly before: string; readonly after: string };

export interface DemoPerson {
  readonly name: string;
  readonly email: string;
}

/** One commit of the story. */
export interface StoryCommit {
  /** ISO 8601, in UTC. */
  readonly date: string;
  readonly author: DemoPerson;
  readonly subject: string;
  readonly body?: string;
  /** `Name: value`; `{NAME}` stands for the id of the commit of that name. */
  readonly trailers?: readonly string[];
  readonly steps?: readonly DemoStep[];
  /** For trailers of later commits. */
  readonly name?: string;
  /** The branch it is on, which starts at main; main itself without it. */
  readonly branch?: string;
  /** The branch it merges into main. */
  readonly merges?: string;
}

export const add = (path: string): DemoStep => ({ kind: 'add', path });
export const remove = (path: string, text: string): DemoStep => ({ kind: 'remove', path, text });
/** Replaces a text, or puts one in front of another: `before` may be any part that `after` replaces. */
export const edit = (path: string, before: string, after: string): DemoStep => ({ kind: 'edit', path, before, after });

export const ada: DemoPerson = { name: 'Ada Osei', email: 'ada@example.com' };
export const noor: DemoPerson = { name: 'Noor Haddad', email: 'noor@example.com' };
export const lin: DemoPerson = { name: 'Lin Wei', email: 'lin@example.com' };
export const omar: DemoPerson = { name: 'Omar Reyes', email: 'omar@example.com' };
export const sam: DemoPerson = { name: 'Sam Novak', email: 'sam@example.com' };
export const kim: DemoPerson = { name: 'Kim Larsen', email: 'kim@example.com' };

/** Trailers for those who approved. */
export const approved = (...people: readonly DemoPerson[]): string[] =>
  people.map(({ name, email }) => `Approved-by: ${name} <${email}>`);

/** Files that the story comes back to. */
export const v2 = 'payments/payment-api-v2.flag.yaml';
export const newCheckout = 'checkout/new-checkout-ui.flag.yaml';
export const express = 'checkout/express-checkout.flag.yaml';

/** Switches a flag on in production, for employees alone. */
export const onForEmployees = (path: string): DemoStep =>
  edit(
    path,
    '  production: false\n',
    `  production:
    enabled: true
    rules:
      - name: employees
        when: { segment: employees }
        serve: on
    otherwise: off
`,
  );
