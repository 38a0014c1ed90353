/** Completion for zsh. */
import type { Place } from './command-tree.ts'

export const zshCompletion = (places: readonly Place[]): string => `#compdef goalixa
# Completion of goalixa for zsh. In ~/.zshrc, after compinit:
#   eval "$(goalixa completion zsh)"
__goalixa_place() {
  next=() flags=() args=() labels=
  case $1 in
${places.map(arm).join('\n')}
  *) return 1 ;;
  esac
}
__goalixa_values_of() {
  local one
  values=
  for one in $flags; do
    [[ \${one%%:*} == "$1="* ]] && values=\${\${one%%:*}#*=}
  done
  [[ -n $values ]]
}
__goalixa_add_values() {
  local -a names shown
  case $1 in
    .) ;;
    /) _files ;;
    @*)
      names=(\${(f)"$(command goalixa completion words \${1#@} 2> /dev/null)"})
      shown=(\${names//$'\\t'/  -- }) names=(\${names%%$'\\t'*})
      compadd -d shown -M 'm:{[:lower:]}={[:upper:]}' -- $2\${^names} ;;
    *) compadd -- \${(s:,:)1} ;;
  esac
}
_goalixa() {
  local place= flag= ended= word values labels
  local -a next flags args shown
  integer i count=0
  __goalixa_place ''
  for ((i = 2; i < CURRENT; i++)); do
    word=\${(Q)words[i]}
    if [[ -n $flag ]]; then
      flag=
    elif [[ -n $ended ]]; then
      continue
    elif [[ $word == -- ]]; then
      ended=1
    elif [[ $word == -* ]]; then
      __goalixa_values_of "$word" && flag=$word
    elif ((count == 0)) && [[ -n \${next[(r)$word:*]} ]]; then
      place=\${place:+$place }$word
      __goalixa_place "$place"
    else
      ((count += 1))
    fi
  done
  word=\${words[CURRENT]}
  if [[ -z $flag && -z $ended && $word == --*=* ]]; then
    flag=\${word%%=*}
    compset -P '*='
  fi
  if [[ -n $flag ]]; then
    __goalixa_values_of "$flag" && __goalixa_add_values "$values"
  elif [[ -n $ended ]]; then
    return 1
  elif [[ $word == -* ]]; then
    shown=(\${(M)flags:#--*})
    shown=(\${\${shown/#(#b)([^:=]##)=([^:]##):/$match[1]:}})
    _describe -o flag shown
  elif [[ $word == +* && -n $labels ]]; then
    __goalixa_add_values @labels +
  else
    ((count == 0)) && (($#next)) && _describe command next
    ((count < $#args)) && __goalixa_add_values "$args[count + 1]"
  fi
}
compdef _goalixa goalixa
`

function arm({ path, words, flags, args, takesLabels }: Place): string {
  const parts = [
    words.length > 0 && `next=(${words.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(' ')})`,
    flags.length > 0 &&
      `flags=(${flags
        .map(({ name, values, summary }) =>
          quoted(`${values === '' ? name : `${name}=${values}`}:${summary}`),
        )
        .join(' ')})`,
    args.length > 0 && `args=(${args.map(quoted).join(' ')})`,
    takesLabels && 'labels=1',
  ]
  return `  ${quoted(path)}) ${parts.filter((part) => part !== false).join(' ')} ;;`
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
