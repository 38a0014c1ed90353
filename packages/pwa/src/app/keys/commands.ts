/** What can be done from everywhere, by a key or from the palette: names, icons, and the doing. */
import { cancelTimer } from '@goalixa/domain/plans/timer'
import type { IconName } from '../../design/icons.ts'
import { chooseTheme, theme } from '../../preferences.ts'
import { chooseLanguage, language, loadWords } from '../../words/language.ts'
import type { WordsOf } from '../../words/language.ts'
import { redoLast, undoLast, undoable } from '../parts/undo.ts'
import { carryOn } from '../timer/actions.ts'
import type { Timer } from '../timer/timer.ts'
import type { ViewContext } from '../view.ts'
import { commandNames } from './shortcuts.ts'
import type { CommandName } from './shortcuts.ts'

export interface DeskContext extends ViewContext {
  readonly timer: Timer
  readonly words: WordsOf<'keys'>
}

export interface Command {
  readonly name: CommandName
  readonly icon: IconName
  /** There is something to do now. */
  readonly isThere: () => boolean
  readonly run: () => unknown
}

const always = () => true

export function createCommands(context: DeskContext): ReadonlyMap<CommandName, Command> {
  const { store, timer, act, go, words } = context
  const command = (
    icon: IconName,
    run: Command['run'],
    isThere: Command['isThere'] = always,
  ): Omit<Command, 'name'> => ({ icon, run, isThere })
  const timerWords = loadWords('timer')
  const runs = () => (timer.running.value ?? null) !== null
  const isIdle = () => !timer.isPending.value
  const startTyped = async () => {
    const line = document.querySelector<HTMLInputElement>('.gx-tracker > input')
    const typed = line === null || line.readOnly ? '' : line.value
    await act(() => timer.start(typed), (await timerWords).started)
  }
  const table: Readonly<Record<CommandName, Omit<Command, 'name'>>> = {
    'timer.start': command('play', startTyped, () => isIdle() && !runs()),
    'timer.stop': command(
      'stop',
      async () => act(timer.stop, (await timerWords).stopped),
      () => isIdle() && runs(),
    ),
    'timer.continue': command(
      'repeat',
      async () => act(() => carryOn(store), (await timerWords).started),
      () => !runs(),
    ),
    'timer.cancel': command(
      'trash',
      () =>
        undoable(
          context,
          () => store.write('timer.cancel', (view, draft) => cancelTimer(view, draft)),
          words.cancelled,
        ),
      runs,
    ),
    'task.new': command('plus', async () => (await import('./new-task.ts')).askForTask(context)),
    filter: command('filter', async () => {
      const field = document.querySelector<HTMLElement>('main input[type="search"], main [data-filter]')
      if (field === null) return (await import('../palette/palette.ts')).openPalette(context)
      field.focus()
    }),
    palette: command('search', async () => (await import('../palette/palette.ts')).openPalette(context)),
    keys: command('key', async () => (await import('./list.ts')).showKeys(context)),
    pomodoro: command('pomodoro', () => go('/pomodoro')),
    window: command(
      'copy',
      async () => (await import('../small-window.ts')).openSmallWindow(context),
      () => 'documentPictureInPicture' in window.top!,
    ),
    sync: command('sync', () => context.syncNow()),
    theme: command('moon', () => chooseTheme(theme() === 'dark' ? 'light' : 'dark')),
    language: command('help', () => chooseLanguage(language() === 'fa' ? 'en' : 'fa')),
    undo: command('undo', () => undoLast(context)),
    redo: command('redo', () => redoLast(context)),
    idle: command(
      'eye',
      async () => (await import('../idle/detector.ts')).askToNotice(),
      () => 'IdleDetector' in window,
    ),
    notifications: command(
      'bell',
      () => Notification.requestPermission(),
      () => 'Notification' in window && Notification.permission === 'default',
    ),
    'sign-out': command('sign-out', async () => {
      const { mayLose } = await import('../parts/unsent.ts')
      if (await mayLose(store.replica)) context.signOut()
    }),
  }
  return new Map(commandNames.map((name) => [name, { name, ...table[name] }]))
}
