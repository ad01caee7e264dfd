/** The name of the project's folder; `flags` says nothing, so it is that of the folder around it then. */
export function projectName(root: string, folder: string): string {
  const names = `${root}/${folder}`.split(/[\\/]/).filter(Boolean);
  const last = names.at(-1);
  return (last === 'flags' ? names.at(-2) : last) ?? 'flags';
}
