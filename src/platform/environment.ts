/** Environment variables of a process, as in `process.env`. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;
