/** What to type next. */

export const welcomeWords = `Goalixa keeps your tasks, goals and time.

You are not signed in. Begin with one of
  goalixa auth register    make an account
  goalixa auth login       sign in
  goalixa --help           all commands`

export function homeWords(running: boolean): string {
  const next = running
    ? ['goalixa stop                      stop the timer']
    : [
        'goalixa start "what you do"       start a timer',
        'goalixa continue                  go on with the latest entry',
      ]
  const always = [
    'goalixa log 9:00 - 10:30 "text"   log what is over',
    'goalixa report                    this week',
    'goalixa --help                    all commands',
  ]
  return ['Next:', ...[...next, ...always].map((line) => `  ${line}`)].join('\n')
}
