import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { shownDiagnostic } from './editor-diagnostics.ts';
import { textWithRanges, type Text } from './text-ranges.ts';

/** Of one project: where its files are, and what the editor has of them. */
export interface PublishedFiles {
  uri(file: string): string;
  text(file: string): Promise<string>;
  /** Of what is open. */
  version(file: string): number | undefined;
  /** Whether another project, further down, says what is wrong with a file. */
  isLeftOut(file: string): boolean;
}

/** Tells an editor what is wrong with the files of a project, of each as often as that changes. */
export class Publisher {
  private readonly sent = new Map<string, string>();
  /** What the editor called the files of which something is said. */
  private readonly uris = new Map<string, string>();
  private readonly files: PublishedFiles;
  private readonly send: (params: PublishDiagnosticsParams) => Promise<void>;

  constructor(files: PublishedFiles, send: (params: PublishDiagnosticsParams) => Promise<void>) {
    this.files = files;
    this.send = send;
  }

  /** @param edited files of which the text has changed: places in them may be others than before */
  async publish(diagnostics: readonly Diagnostic[], edited: ReadonlySet<string>): Promise<void> {
    const byFile = new Map<string, Diagnostic[]>();
    for (const diagnostic of diagnostics) {
      const known = byFile.get(diagnostic.file);
      if (known) known.push(diagnostic);
      else if (!this.files.isLeftOut(diagnostic.file)) byFile.set(diagnostic.file, [diagnostic]);
    }
    for (const [file, found] of byFile) {
      const signature = JSON.stringify(found);
      if (this.sent.get(file) === signature && !edited.has(file)) continue;
      this.sent.set(file, signature);
      await this.sendFile(file, found);
    }
    for (const file of [...this.sent.keys(), ...edited]) {
      if (byFile.has(file) || this.files.isLeftOut(file)) continue;
      if (this.sent.delete(file) || this.files.version(file) !== undefined) await this.sendFile(file, []);
    }
  }

  /** Takes back what was said of files that another project, which was not known then, says something of. */
  async leaveOut(): Promise<void> {
    for (const file of this.sent.keys()) {
      if (!this.files.isLeftOut(file)) continue;
      this.sent.delete(file);
      await this.sendFile(file, []);
    }
  }

  /** Takes back everything that was said. */
  clear(): Promise<void> {
    return this.publish([], new Set());
  }

  private async sendFile(file: string, found: readonly Diagnostic[]): Promise<void> {
    const texts = new Map<string, Promise<Text>>();
    const text = (other: string): Promise<Text> => {
      const known = texts.get(other) ?? this.files.text(other).then(textWithRanges);
      texts.set(other, known);
      return known;
    };
    const own = found.length > 0 ? await text(file) : textWithRanges('');
    const elsewhere = { uri: (other: string) => this.files.uri(other), text };
    const diagnostics = await Promise.all(found.map((one) => shownDiagnostic(one, own, elsewhere)));
    const version = this.files.version(file);
    const uri = this.files.uri(file);
    const before = this.uris.get(file);
    // Of what the editor called otherwise while it was open.
    if (before !== undefined && before !== uri) await this.send({ uri: before, diagnostics: [] });
    if (found.length > 0) this.uris.set(file, uri);
    else this.uris.delete(file);
    await this.send({ uri, diagnostics, ...(version !== undefined && { version }) });
  }
}
