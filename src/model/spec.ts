import { fields, list, text } from './read.ts';

/** What the project needs to know of one spec file. */
export interface Spec {
  readonly file: string;
  readonly flag?: string | undefined;
  /** The environments its cases and populations name, with the path of each name. */
  readonly environments: readonly { readonly name: string; readonly path: readonly (string | number)[] }[];
}

export function readSpec(file: string, value: unknown): Spec {
  const spec = fields(value);
  const environments = ['cases', 'populations'].flatMap((part) =>
    list(spec[part]).flatMap((entry, index) => {
      const name = text(fields(entry).environment);
      return name === undefined ? [] : [{ name, path: [part, index, 'environment'] }];
    }),
  );
  return { file, flag: text(spec.flag), environments };
}
