import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { didYouMean } from '../../diagnostic/suggest.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { baseOverlay, notInBase } from '../../lint/baseline.ts';
import { fixAll, type FoundFix } from '../../lint/fix.ts';
import { pointedTexts } from '../../lint/pointed-texts.ts';
import type { Setting } from '../../lint/settings.ts';
import type { FileTree } from '../../platform/file-tree.ts';
import { overlay } from '../../platform/overlay.ts';
import type { Project } from '../../project/project.ts';
import { baseCommit, type Base } from '../../workspace/base-commit.ts';
import type { Host } from '../../workspace/host.ts';
import { lintReport, type FileChange, type LintLimits, type LintReport, type SkippedRules } from './lint-report.ts';
import { lintedWithCode, type Linted } from '../../workspace/linted-project.ts';
import type { MisnamedFile } from '../../workspace/misnamed-files.ts';
import { treePath } from '../../workspace/tree-path.ts';
import { settleBefore } from '../../workspace/settle-interrupted.ts';

export interface LintCommandOptions extends LintLimits {
  /** Report only what is in these files or folders, relative to the current folder. */
  readonly files: readonly string[];
  /** Rule id → severity. */
  readonly rules: Readonly<Record<string, Setting>>;
  /** Make the fixes there are, and report what remains. */
  readonly fix: boolean;
  /** With `fix`: write nothing. */
  readonly dryRun: boolean;
  /** Report what the base does not have. */
  readonly changed: boolean;
  /** The revision to compare with; by default where the branch left its upstream or main. */
  readonly base: string | undefined;
  /** A text to take for the content of a file, which alone is reported. */
  readonly stdin: { readonly file: string; readonly text: string } | undefined;
}

/**
 * Validates and lints the project. The whole of it is always looked at; options choose what is reported.
 * @throws UserError if a file named is not of the project, or the base is unknown
 */
export async function lint(host: Host, options: LintCommandOptions): Promise<LintReport> {
  const given = options.stdin
    ? overlay(host.tree, new Map([[treePath(host, options.stdin.file), options.stdin.text]]))
    : host.tree;
  if (options.fix && !options.dryRun) await settleBefore(host);
  const linter = new Linter(host, options);
  const fixed = options.fix ? await fixAll(given, async (tree) => linter.found(await linter.lint(tree))) : undefined;
  const tree = fixed && fixed.changes.size > 0 ? overlay(given, fixed.changes) : given;
  const { project, misnamed: passedOver, ...result } = await linter.lint(tree);
  const base = options.changed ? await linter.base(tree) : undefined;
  const diagnostics = base
    ? linter.changedOnly(result.diagnostics, base)
    : linter.selected(project, result.diagnostics, passedOver);
  const misnamed = passedOver.filter(({ file }) => base?.changed.has(file) ?? linter.isSelected(file));
  const texts = await pointedTexts(project, diagnostics, result.documents);
  if (fixed && fixed.changes.size > 0 && !options.dryRun) host.writer.write(fixed.changes);
  const changes = fixed ? await changedTexts(given, fixed.changes) : [];
  const made = { changes, count: fixed?.count ?? 0, written: !options.dryRun };
  const [version = ''] = host.toolVersion.split(' ', 1);
  const skipped = skippedRules(result);
  const against = base && {
    ...base.base,
    changed: [...base.changed].filter((file) => project.files.has(file)),
    older: errorsOf(result.diagnostics) - errorsOf(diagnostics),
  };
  return { ...lintReport(project, diagnostics, { texts, fixed: made, misnamed }, options), against, skipped, version };
}

function errorsOf(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

function skippedRules({ skipped, missingHistory }: Omit<Linted, 'project'>): SkippedRules | undefined {
  if (skipped.length === 0 || missingHistory === undefined) return undefined;
  return { rules: skipped, reason: missingHistory };
}

/** Lints trees with the settings of one run. */
class Linter {
  private readonly host: Host;
  private readonly options: LintCommandOptions;

  constructor(host: Host, options: LintCommandOptions) {
    this.host = host;
    this.options = options;
  }

  lint(tree: FileTree): ReturnType<typeof lintedWithCode> {
    return lintedWithCode(this.host, tree, this.options.rules);
  }

  /** For `fixAll`: the diagnostics of the files asked for, with their texts. */
  async found({ project, ...result }: Linted): Promise<FoundFix> {
    const diagnostics = this.selected(project, result.diagnostics);
    return {
      diagnostics,
      texts: await pointedTexts(
        project,
        diagnostics.filter(({ fix }) => fix),
        result.documents,
      ),
    };
  }

  /** Whether a file is one of those named, or in a folder of them; all are if none is named. */
  isSelected(file: string): boolean {
    const wanted = this.#wanted();
    return wanted.length === 0 || wanted.some((path) => isAtOrBelow(file, path));
  }

  /** The diagnostics of the files and folders named; all if none is. */
  selected(
    project: Project,
    diagnostics: readonly Diagnostic[],
    misnamed: readonly MisnamedFile[] = [],
  ): readonly Diagnostic[] {
    const wanted = this.#wanted();
    const known = [...project.files.keys()];
    for (const path of wanted) {
      if (known.some((file) => isAtOrBelow(file, path))) continue;
      const near = misnamed.find(({ file }) => file === path);
      throw new UserError(
        `the project has no file "${path}"`,
        (near && `files of a project end in .yaml: rename it to ${near.name}`) ??
          didYouMean(path, known) ??
          'name a flag, segment, spec or settings file, or a folder of them',
      );
    }
    return wanted.length === 0 ? diagnostics : diagnostics.filter(({ file }) => this.isSelected(file));
  }

  #wanted(): string[] {
    const { files, stdin } = this.options;
    return (stdin ? [stdin.file] : files).map((file) => treePath(this.host, file));
  }

  /** What the project looked like at the base, and which files have changed since. */
  async base(
    tree: FileTree,
  ): Promise<{ base: Base; diagnostics: readonly Diagnostic[]; changed: ReadonlySet<string> }> {
    if (!this.host.git) {
      throw new UserError(
        '--changed needs a git repository, and this folder is not in one',
        'leave --changed out, or run git init',
      );
    }
    const git = await this.host.git();
    const base = await baseCommit(git, this.options.base);
    const changed = await git.changedFiles(base.commit);
    const before = await baseOverlay(tree, git.tree(base.commit), changed);
    const { diagnostics } = await this.lint(before);
    return { base, diagnostics, changed: new Set(changed) };
  }

  /** All of the changed files, and of the others what the base does not have. */
  changedOnly(
    diagnostics: readonly Diagnostic[],
    { diagnostics: before, changed }: { diagnostics: readonly Diagnostic[]; changed: ReadonlySet<string> },
  ): readonly Diagnostic[] {
    const caused = new Set(notInBase(diagnostics, before));
    return diagnostics.filter((diagnostic) => changed.has(diagnostic.file) || caused.has(diagnostic));
  }
}

/** @param path of a file or folder; empty for the root of the tree */
function isAtOrBelow(file: string, path: string): boolean {
  return path === '' || file === path || file.startsWith(`${path}/`);
}

async function changedTexts(tree: FileTree, changes: ReadonlyMap<string, string>): Promise<FileChange[]> {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  const entries = [...changes].map(async ([file, after]) => ({
    file,
    before: utf8.decode(await tree.read(file)),
    after,
  }));
  return Promise.all(entries);
}
