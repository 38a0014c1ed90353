/**
 * Shell code that shows what runs, from the file of `prompt-state.ts`, with what is built into the shell: bash and zsh
 * start no process, fish starts `date`, since it has no clock. `GOALIXA_PROMPT` holds the segment, for prompts that
 * are put together by hand. Nothing in the file is trusted: the start must be a number, and the text is never
 * evaluated.
 */

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

const bash = `# Goalixa in the prompt: what runs, and for how long. At the end of ~/.bashrc:
#   eval "$(goalixa prompt --install bash)"
__goalixa_prompt() {
  local status=$? dir start text now seconds
  GOALIXA_PROMPT=
  if [[ -n \${GOALIXA_STATE_DIR:-} ]]; then
    dir=$GOALIXA_STATE_DIR
  elif [[ \${XDG_STATE_HOME:-} == /* ]]; then
    dir=$XDG_STATE_HOME/goalixa
  else
    dir=$HOME/.local/state/goalixa
  fi
  if [[ -f $dir/prompt && -r $dir/prompt ]]; then
    IFS=$'\\t' read -r start text < "$dir/prompt" || start=
  fi
  case \${start:-} in
    '' | *[!0-9]* | ?????????????*) return $status ;;
  esac
  now=\${EPOCHSECONDS:-}
  [[ -n $now ]] || printf -v now '%(%s)T' -1 2> /dev/null || now=$(date +%s)
  seconds=$((now - 10#$start))
  ((seconds < 0)) && seconds=0
  printf -v GOALIXA_PROMPT '⏱ %s%d:%02d ' "\${text:+$text }" $((seconds / 3600)) $((seconds / 60 % 60))
  return $status
}
case \${PROMPT_COMMAND[*]:-} in
  *__goalixa_prompt*) ;;
  *) PROMPT_COMMAND=__goalixa_prompt\${PROMPT_COMMAND:+$'\\n'$PROMPT_COMMAND} ;;
esac
case \${PS1:-} in
  *GOALIXA_PROMPT*) ;;
  *) PS1='\${GOALIXA_PROMPT:-}'\${PS1:-} ;;
esac
`

const zsh = `# Goalixa in the prompt: what runs, and for how long. At the end of ~/.zshrc:
#   eval "$(goalixa prompt --install zsh)"
__goalixa_prompt() {
  emulate -L zsh
  local dir start text
  typeset -g GOALIXA_PROMPT=
  if [[ -n $GOALIXA_STATE_DIR ]]; then
    dir=$GOALIXA_STATE_DIR
  elif [[ $XDG_STATE_HOME == /* ]]; then
    dir=$XDG_STATE_HOME/goalixa
  else
    dir=$HOME/.local/state/goalixa
  fi
  [[ -f $dir/prompt && -r $dir/prompt ]] && IFS=$'\\t' read -r start text < $dir/prompt
  if [[ $start == <-> && $#start -le 12 ]]; then
    integer seconds=$((EPOCHSECONDS - start))
    ((seconds < 0)) && seconds=0
    printf -v GOALIXA_PROMPT '⏱ %s%d:%02d ' "\${text:+$text }" $((seconds / 3600)) $((seconds / 60 % 60))
  fi
  # What psvar holds is shown as it is, whatever the options of the prompt are.
  psvar[42]=$GOALIXA_PROMPT
}
() {
  emulate -L zsh
  zmodload zsh/datetime
  typeset -ga precmd_functions psvar
  ((\${precmd_functions[(Ie)__goalixa_prompt]})) || precmd_functions=(__goalixa_prompt $precmd_functions)
  [[ $PROMPT == *'%42v'* ]] || PROMPT='%(42V.%42v.)'$PROMPT
}
`

const fish = `# Goalixa in the prompt: what runs, and for how long. At the end of ~/.config/fish/config.fish:
#   goalixa prompt --install fish | source
function __goalixa_prompt --on-event fish_prompt
    set -g GOALIXA_PROMPT
    set -l dir $HOME/.local/state/goalixa
    if test -n "$GOALIXA_STATE_DIR"
        set dir $GOALIXA_STATE_DIR
    else if string match -q '/*' -- "$XDG_STATE_HOME"
        set dir $XDG_STATE_HOME/goalixa
    end
    test -f "$dir/prompt"; and test -r "$dir/prompt"; or return
    read -l -d \\t start text < "$dir/prompt"
    string match -qr '^[0-9]{1,12}$' -- "$start"; or return
    set -l seconds (math "max(0, "(date +%s)" - $start)")
    test -n "$text"; and set text "$text "
    set GOALIXA_PROMPT (printf '⏱ %s%d:%02d ' "$text" (math "floor($seconds / 3600)") (math "floor($seconds / 60) % 60"))
end
function __goalixa_status
    return $argv[1]
end
if not functions -q __goalixa_wrapped_prompt
    if functions -q fish_prompt
        functions -c fish_prompt __goalixa_wrapped_prompt
    else
        function __goalixa_wrapped_prompt
            printf '> '
        end
    end
    function fish_prompt
        set -l last $status
        printf '%s' $GOALIXA_PROMPT
        __goalixa_status $last
        __goalixa_wrapped_prompt
    end
end
`

export const promptScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish }

const files: Readonly<Record<Shell, string>> = {
  bash: '~/.bashrc',
  zsh: '~/.zshrc',
  fish: '~/.config/fish/config.fish',
}

/** How it stays. */
export function installWords(shell: Shell): string {
  const line =
    shell === 'fish'
      ? 'goalixa prompt --install fish | source'
      : `eval "$(goalixa prompt --install ${shell})"`
  const file = `~/.config/goalixa/prompt.${shell}`
  return [
    `To see in every new ${shell} what runs, add this line to the end of ${files[shell]}:`,
    `  ${line}`,
    'New shells open faster when the code is kept in a file:',
    `  goalixa prompt --install ${shell} > ${file}`,
    `and the line is: source ${file}`,
  ].join('\n')
}

/** The shell of this person, from a path such as `/usr/bin/zsh`; undefined for any other. */
export const shellOf = (path: string | undefined): Shell | undefined =>
  shells.find((shell) => shell === path?.split('/').at(-1))
