/** Completion for bash 3.2 and later. */
import type { Place } from './command-tree.ts'

export const bashCompletion = (
  places: readonly Place[],
): string => `# Completion of goalixa for bash. At the end of ~/.bashrc:
#   eval "$(goalixa completion bash)"
__goalixa_place() {
  words= flags= args= labels=
  case $1 in
${places.map(arm).join('\n')}
  *) return 1 ;;
  esac
}
__goalixa_values_of() {
  local one
  values=
  for one in $flags; do
    case $one in "$1="*) values=\${one#*=} ;; esac
  done
  [[ -n $values ]]
}
__goalixa_add() {
  case $1 in "$plain"*) ;; *) return ;; esac
  local word=$1
  case $quote in
    \\') word=\${word//\\'/\\'\\\\\\'\\'} ;;
    \\") word=\${word//\\\\/\\\\\\\\} word=\${word//\\"/\\\\\\"} word=\${word//\\$/\\\\\\$} word=\${word//\\\`/\\\\\\\`} ;;
    *) printf -v word %q "$word" ;;
  esac
  COMPREPLY+=("$word")
}
__goalixa_add_values() {
  local name
  case $1 in
    .) ;;
    /) compopt -o default 2> /dev/null || COMPREPLY=($(compgen -f -- "$plain")) ;;
    @*)
      while IFS= read -r name; do
        __goalixa_add "$2\${name%%$'\\t'*}"
      done < <(command goalixa completion words "\${1#@}" 2> /dev/null) ;;
    *) for name in \${1//,/ }; do __goalixa_add "$name"; done ;;
  esac
}
__goalixa() {
  local IFS=$' \\t\\n' cur=\${COMP_WORDS[COMP_CWORD]} place= flag= ended= count=0 i word
  local words flags args labels values plain quote=
  COMPREPLY=()
  __goalixa_place ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == = ]]; then
      continue
    elif [[ -n $flag ]]; then
      flag=
    elif [[ -n $ended ]]; then
      continue
    elif [[ $word == -- ]]; then
      ended=1
    elif [[ $word == -* ]]; then
      __goalixa_values_of "$word" && flag=$word
    elif [[ $count == 0 && " $words " == *" $word "* ]]; then
      place=\${place:+$place }$word
      __goalixa_place "$place"
    else
      count=$((count + 1))
    fi
  done
  [[ $cur == = ]] && cur=
  case $cur in
    \\"*) quote=\\" plain=\${cur#?} ;;
    \\'*) quote=\\' plain=\${cur#?} ;;
    *) plain=\${cur//\\\\/} ;;
  esac
  if [[ -n $flag ]]; then
    __goalixa_values_of "$flag" && __goalixa_add_values "$values"
  elif [[ -n $ended ]]; then
    return 0
  elif [[ $cur == -* ]]; then
    for word in $flags; do [[ $word == --* ]] && __goalixa_add "\${word%%=*}"; done
  elif [[ $plain == +* && -n $labels ]]; then
    __goalixa_add_values @labels +
  else
    [[ $count == 0 ]] && for word in $words; do __goalixa_add "$word"; done
    set -- $args
    shift $count 2> /dev/null && [[ $# -gt 0 ]] && __goalixa_add_values "$1"
  fi
  return 0
}
complete -F __goalixa goalixa
`

/** Nothing in it can be expanded: names of commands and flags, and words without anything special. */
function arm({ path, words, flags, args, takesLabels }: Place): string {
  const parts = [
    words.length > 0 && `words='${words.map(({ name }) => name).join(' ')}'`,
    flags.length > 0 &&
      `flags='${flags.map(({ name, values }) => (values === '' ? name : `${name}=${values}`)).join(' ')}'`,
    args.length > 0 && `args='${args.join(' ')}'`,
    takesLabels && 'labels=1',
  ]
  return `  '${path}') ${parts.filter((part) => part !== false).join(' ')} ;;`
}
