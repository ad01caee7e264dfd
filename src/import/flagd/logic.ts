/** JsonLogic as it is in a source, with references written out. */
export type ImportedLogic = unknown;

export interface Operation {
  readonly name: string;
  readonly args: readonly ImportedLogic[];
}

/** The operator and its arguments; undefined for what is not an operation. One argument needs no list around it. */
export function operationOf(logic: ImportedLogic): Operation | undefined {
  if (typeof logic !== 'object' || logic === null || Array.isArray(logic)) return undefined;
  const [name, other] = Object.keys(logic);
  if (name === undefined || other !== undefined) return undefined;
  const args = (logic as Record<string, unknown>)[name];
  return { name, args: Array.isArray(args) ? (args as readonly ImportedLogic[]) : [args] };
}

/** The name of an attribute where logic reads one, without a default. */
export function attributeOf(logic: ImportedLogic): string | undefined {
  const operation = operationOf(logic);
  if (operation?.name !== 'var' || operation.args.length !== 1) return undefined;
  const [name] = operation.args;
  return typeof name === 'string' && isReadAlike(name) ? name : undefined;
}

/** What values of other types have under a name, where we say that it is absent. */
const builtIn = /^(?:\d+|length|constructor|prototype|__proto__)$/;

/** Whether we read an attribute of this name as JsonLogic does. */
function isReadAlike(name: string): boolean {
  const [first = '', ...further] = name.split('.');
  const parts = [first, ...further];
  return !(name.startsWith('$flagd') || parts.includes('') || /[\\/]/.test(name) || parts.includes('__proto__') || further.some((part) => builtIn.test(part))); // prettier-ignore
}

/** Whether two pieces of logic are the same, but for the order of names. */
export function isSameLogic(a: ImportedLogic, b: ImportedLogic): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && isSameLogic((a as Fields)[name], (b as Fields)[name]));
}

type Fields = Readonly<Record<string, unknown>>;
