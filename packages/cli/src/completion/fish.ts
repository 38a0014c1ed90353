/** Completion for fish 3.1 and later. */
import type { Place } from './command-tree.ts'

export const fishCompletion = (
  places: readonly Place[],
): string => `# Completion of goalixa for fish. Keep it where fish looks for it:
#   goalixa completion fish > ~/.config/fish/completions/goalixa.fish
function __goalixa_place
    set -g __goalixa_words
    set -g __goalixa_flags
    set -g __goalixa_args
    set -g __goalixa_labels
    switch "$argv[1]"
${places.map(arm).join('\n')}
    end
end
function __goalixa_values_of
    for one in $__goalixa_flags
        set -l parts (string split -m 1 \\t -- $one)
        if string match -q -- "$argv[1]=*" $parts[1]
            string split -m 1 = -- $parts[1] | tail -n 1
            return 0
        end
    end
    return 1
end
function __goalixa_add_values
    set -l values $argv[1]
    switch $values
        case .
        case /
            __fish_complete_path (commandline -ct)
        case '@*'
            set -l kind (string sub -s 2 -- $values)
            for name in (command goalixa completion words $kind 2>/dev/null)
                printf '%s%s\\n' "$argv[2]" $name
            end
        case '*'
            for word in (string split , -- $values)
                printf '%s%s\\n' "$argv[2]" $word
            end
    end
end
function __goalixa_complete
    set -l tokens (commandline -opc)
    set -l cur (commandline -ct)
    set -l place
    set -l flag
    set -l ended
    set -l count 0
    __goalixa_place ''
    for word in $tokens[2..]
        if test -n "$flag"
            set flag
        else if test -n "$ended"
            continue
        else if test "$word" = --
            set ended 1
        else if string match -q -- '-*' $word
            __goalixa_values_of $word >/dev/null; and set flag $word
        else if test $count = 0; and string match -q -- "$word"\\t'*' $__goalixa_words
            set place (string join ' ' -- $place $word)
            __goalixa_place "$place"
        else
            set count (math $count + 1)
        end
    end
    if test -n "$flag"
        __goalixa_add_values (__goalixa_values_of $flag)
    else if test -n "$ended"
        return
    else if string match -q -- '--*=*' $cur
        set flag (string split -m 1 = -- $cur)[1]
        set -l values (__goalixa_values_of $flag); and __goalixa_add_values $values $flag=
    else if string match -q -- '-*' $cur
        string replace -r -- '^(--?[^=\\t]+)=[^\\t]*' '$1' $__goalixa_flags
    else if string match -q -- '+*' $cur; and test -n "$__goalixa_labels"
        __goalixa_add_values @labels +
    else
        test $count = 0; and printf '%s\\n' $__goalixa_words
        set -l values $__goalixa_args[(math $count + 1)]
        test -n "$values"; and __goalixa_add_values $values
    end
end
complete -c goalixa -f -a '(__goalixa_complete)'
`

function arm({ path, words, flags, args, takesLabels }: Place): string {
  const lines = [
    words.length > 0 &&
      `set -g __goalixa_words ${words.map(({ name, summary }) => described(name, summary)).join(' ')}`,
    flags.length > 0 &&
      `set -g __goalixa_flags ${flags
        .map(({ name, values, summary }) => described(values === '' ? name : `${name}=${values}`, summary))
        .join(' ')}`,
    args.length > 0 && `set -g __goalixa_args ${args.map(quoted).join(' ')}`,
    takesLabels && 'set -g __goalixa_labels 1',
  ]
  return [
    `        case ${quoted(path)}`,
    ...lines.filter((line) => line !== false).map((line) => `            ${line}`),
  ].join('\n')
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
const described = (name: string, summary: string): string => `${quoted(name)}\\t${quoted(summary)}`
