/** A text as an editor has it. */
export interface OpenText {
  /** As the editor writes it. */
  readonly uri: string;
  readonly text: string;
  readonly version: number;
}

/** Texts of what is open, by absolute path. Editors may have one file open under several addresses: what was edited last counts. */
export class OpenTexts {
  private readonly byPath = new Map<string, readonly OpenText[]>();

  set(path: string, text: OpenText): void {
    this.byPath.set(path, [...this.others(path, text.uri), text]);
  }

  delete(path: string, uri: string): void {
    const others = this.others(path, uri);
    if (others.length > 0) this.byPath.set(path, others);
    else this.byPath.delete(path);
  }

  get(path: string): OpenText | undefined {
    return this.byPath.get(path)?.at(-1);
  }

  paths(): string[] {
    return [...this.byPath.keys()];
  }

  private others(path: string, uri: string): readonly OpenText[] {
    return (this.byPath.get(path) ?? []).filter((one) => one.uri !== uri);
  }
}
