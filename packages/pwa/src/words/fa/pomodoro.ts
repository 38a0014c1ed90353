import type { Words } from '../en/pomodoro.ts'
import { plural } from '../language.ts'

export const words: Words = {
  title: 'پومودورو',
  task: 'کار',
  noTask: 'بی کار مشخص',
  ready: 'آماده',
  phase: { work: 'کار', short: 'استراحت کوتاه', long: 'استراحت بلند' },
  begin: 'شروع کار',
  begun: 'کار شروع شد',
  rest: 'اکنون استراحت',
  endBreak: 'پایان استراحت',
  end: 'پایان پومودورو',
  ended: 'پومودورو متوقف شد',
  workOver: 'کار تمام شد: استراحت کنید.',
  breakOver: 'استراحت تمام شد.',
  sound: 'صدا در پایان',
  until: (time) => `تا ${time}`,
  done: (count) => plural(count, { other: `${new Intl.NumberFormat('fa').format(count)} نوبت کار انجام شد` }),
}
