import type { Words } from '../en/day-target.ts'

export const words: Words = {
  title: 'هدف روز',
  hint: 'می‌خواهید آن روز چقدر کار کنید؟',
  label: 'هدف روز، مانند 4h یا ۴:۳۰',
  bounds: 'هدف بین یک ثانیه و ۲۵ ساعت است: بنویسید 4h یا ۴:۳۰.',
  set: 'تعیین هدف',
  change: 'تغییر هدف',
  remove: 'برداشتن',
  wasSet: 'هدف تعیین شد',
  wasRemoved: 'هدف برداشته شد',
  reached: 'به هدف رسید',
  recorded: 'ثبت‌شده',
}
