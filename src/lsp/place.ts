import type { Position } from 'vscode-languageserver';
import { fileKind, type FileKind } from '../model/file-kind.ts';
import type { Project } from '../project/project.ts';
import type { Document } from '../source/document.ts';
import type { Editor } from './editor.ts';
import type { OpenProject } from './open-project.ts';
import type { ProjectSession } from './project-session.ts';
import { textWithRanges, type Text } from './text-ranges.ts';

/** A file of a project that an editor asks about. */
export interface File {
  readonly editor: Editor;
  readonly open: OpenProject;
  readonly session: ProjectSession;
  readonly project: Project;
  readonly path: string;
  readonly uri: string;
  readonly kind: FileKind;
  /** Of the flag, segment or spec; empty for the others. */
  readonly key: string;
  readonly document: Document;
  readonly text: Text;
}

/** A place in one. */
export interface EditorPlace extends File {
  readonly offset: number;
}

/** Undefined for a file that is part of no project, and for a link, which is followed nowhere. */
export async function fileAt(editor: Editor, uri: string): Promise<File | undefined> {
  const found = await editor.find(uri);
  if (!found) return undefined;
  const { project: open, path } = found;
  if (open.isLink(path)) return undefined;
  const { session } = open;
  const { project } = session;
  const { folder } = project;
  const named = fileKind(folder === '' ? path : path.slice(folder.length + 1));
  if (!named) return undefined;
  const document = await project.document(path);
  return { editor, open, session, project, path, uri, ...named, document, text: textWithRanges(document.text) };
}

export async function placeAt(editor: Editor, uri: string, position: Position): Promise<EditorPlace | undefined> {
  const file = await fileAt(editor, uri);
  return file && { ...file, offset: file.text.offsetAt(position) };
}
