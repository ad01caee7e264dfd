/** What each shell is to evaluate. It asks us for candidates, and takes them as plain words: nothing of them is evaluated. */
export const scripts: Readonly<Record<string, string>> = {
  bash: `# eval "$(flagwright completion bash)", for example in ~/.bashrc
_flagwright() {
  local value what
  COMPREPLY=()
  while IFS=$'\\t' read -r value what; do
    COMPREPLY+=("$value")
  done < <(flagwright completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _flagwright flagwright
`,
  zsh: `#compdef flagwright
# source <(flagwright completion zsh), for example in ~/.zshrc behind compinit
_flagwright() {
  local value what
  local -a found
  while IFS=$'\\t' read -r value what; do
    found+=("\${value//:/\\\\:}:$what")
  done < <(flagwright completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then
    _describe -t flagwright flagwright found
  else
    _files
  fi
}
if [[ "$funcstack[1]" == _flagwright ]]; then
  _flagwright "$@"
else
  compdef _flagwright flagwright
fi
`,
  fish: `# flagwright completion fish | source, for example in ~/.config/fish/config.fish
function __flagwright_words
  set -l words (commandline -opc)
  set -e words[1]
  flagwright completion words -- $words (commandline -ct) 2>/dev/null
end
complete -c flagwright -f -a '(__flagwright_words)'
complete -c flagwright -l output -l file -r -F
complete -c flagwright -s C -l cwd -l project -x -a '(__fish_complete_directories)'
`,
};
