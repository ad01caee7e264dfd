import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOnPath, programOnPath, type ProgramOnPath } from './support/program-on-path.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';

let repository: TemporaryRepository;
let program: ProgramOnPath;

beforeAll(() => {
  repository = temporaryRepository();
  program = programOnPath();
  repository.write({
    'flagwright.yaml': 'version: 1\nenvironments: { staging: {}, production: {} }\n',
    'owners.yaml': 'teams: { checkout: { members: [ada@example.com] } }\n',
    'fast-search.flag.yaml': '',
    'fast-cart.flag.yaml': '',
    '$(touch owned).flag.yaml': '',
  });
});
afterAll(() => {
  repository.remove();
  program.remove();
});

/** Runs a script in a shell that has the program on its PATH, and gives what it prints. */
function inShell(argv: readonly string[], script: string): string {
  const file = join(program.folder, 'script');
  writeFileSync(file, script);
  const { stdout, stderr, status } = spawnSync(argv[0]!, [...argv.slice(1), file], {
    cwd: repository.path,
    env: { ...repository.env, PATH: program.path, TERM: 'dumb' },
    encoding: 'utf8',
    timeout: 50_000,
  });
  expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** What is typed up to Tab, and the words that are offered. */
const typed: readonly (readonly [line: string, words: readonly string[]])[] = [
  ['flagwright roll', ['rollback', 'rollout']],
  ['flagwright show fast-', ['fast-cart', 'fast-search']],
  ['flagwright enable fast-cart --env pro', ['production']],
  ['flagwright list --owner ch', ['checkout']],
  ['flagwright explain unused-f', ['unused-flag']],
  ['flagwright lifecycle --format i', ['ics']],
];

describe.skipIf(!isOnPath('bash'))('bash (skipped where it is not installed)', () => {
  it('completes what is typed', () => {
    const ask = typed.map(([line]) => `ask ${JSON.stringify(line)}`).join('\n');
    const script = `eval "$(flagwright completion bash)"
complete -p flagwright | grep -q -- '-F _flagwright' || exit 9
ask() {
  COMP_LINE=$1 COMP_POINT=\${#1}
  read -r -a COMP_WORDS <<< "$1"
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _flagwright
  printf '%s\\n' "\${COMPREPLY[@]}" | sort | paste -s -d ' '
}
${ask}
`;
    const lines = inShell(['bash', '--norc'], script).trimEnd().split('\n');
    expect(lines).toEqual(typed.map(([, words]) => words.join(' ')));
  });
});

describe.skipIf(!isOnPath('fish'))('fish (skipped where it is not installed)', () => {
  it('completes what is typed, and says what each word is', () => {
    const ask = typed.map(([line]) => `complete -C '${line}' | sort; echo ==`).join('\n');
    const printed = inShell(['fish', '--no-config'], `flagwright completion fish | source\n${ask}\n`);
    const found = printed.split('==\n').slice(0, -1).map((part) => part.trimEnd().split('\n').map((line) => line.split('\t')[0])); // prettier-ignore
    expect(found).toEqual(typed.map(([, words]) => words));
    expect(printed).toContain('rollback\t');
  });

  it('completes the values of an option behind an equals sign, and folders', () => {
    repository.write({ 'shop/.keep': '' });
    const printed = inShell(
      ['fish', '--no-config'],
      "flagwright completion fish | source\ncomplete -C 'flagwright enable fast-cart --env=pro'\ncomplete -C 'flagwright --cwd sh'\n",
    );
    expect(printed).toContain('--env=production');
    expect(printed).toContain('shop/');
  });
});

describe.skipIf(!isOnPath('zsh'))('zsh (skipped where it is not installed)', () => {
  /** At a terminal: Tab completes the line, which is then printed. */
  it.each([
    ['flagwright rollb', 'flagwright rollback '],
    ['flagwright show fast-c', 'flagwright show fast-cart '],
    ['flagwright show fast-', 'flagwright show fast-'],
    ['flagwright enable fast-cart --env pro', 'flagwright enable fast-cart --env production '],
    ['flagwright explain unused-f', 'flagwright explain unused-flag '],
  ])('completes "%s"', (line, whole) => {
    const script = `zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell 'PS1= PROMPT= RPS1=; unset zle_bracketed_paste; autoload -Uz compinit && compinit -u -D && source <(flagwright completion zsh)'
zpty -w shell 'show() { zle complete-word; print -r -- "<<$BUFFER>>"; }; zle -N show; bindkey "^T" show'
zpty -w shell 'print -r -- rea""dy'
zpty -r -m shell said '*ready*'
zpty -w -n shell $'${line}\\x14'
zpty -r -m shell said '*<<*>>*'
print -r -- "$said"
zpty -d shell
`;
    expect(/<<(.*)>>/.exec(inShell(['zsh', '-f'], script))?.[1]).toBe(whole);
  });
});
