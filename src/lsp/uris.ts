import { sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { OpenTexts } from './open-texts.ts';

/** Absolute paths of the disk and what an editor calls them: it may have come to a folder through a link. */
export class Uris {
  private readonly links: { readonly given: string; readonly real: string }[] = [];
  /** Editors write the same address in different ways; of what is open theirs is used. */
  private readonly open: OpenTexts;
  private readonly realPath: (path: string) => string;

  constructor(realPath: (path: string) => string, open: OpenTexts) {
    this.realPath = realPath;
    this.open = open;
  }

  /** A folder that the editor has open: what is in it is called as it is. @returns its absolute path, links followed */
  addFolder(uri: string): string | undefined {
    const given = pathOf(uri);
    if (given === undefined) return undefined;
    const real = this.realPath(given);
    if (real !== given && !this.links.some((link) => link.given === given)) this.links.push({ given, real });
    return real;
  }

  /** The absolute path of an address, links to the folders followed; undefined for what is not a file. */
  path(uri: string): string | undefined {
    const given = pathOf(uri);
    if (given === undefined) return undefined;
    const link = this.links.find((one) => given === one.given || given.startsWith(one.given + sep));
    const path = link ? link.real + given.slice(link.given.length) : given;
    return path;
  }

  uri(path: string): string {
    const known = this.open.get(path);
    if (known) return known.uri;
    const link = this.links.find((one) => path === one.real || path.startsWith(one.real + sep));
    return pathToFileURL(link ? link.given + path.slice(link.real.length) : path).href;
  }
}

function pathOf(uri: string): string | undefined {
  try {
    const path = fileURLToPath(uri);
    return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
  } catch {
    // An address of another kind: a file that was never saved, say.
    return undefined;
  }
}
