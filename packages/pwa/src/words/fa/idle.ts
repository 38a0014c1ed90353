import type { Words } from '../en/idle.ts'

export const words: Words = {
  title: (duration) => `${duration} نبودید`,
  text: 'زمان‌سنج ادامه داشت:',
  keep: 'زمان بماند',
  split: 'ثبتی جداگانه شود',
  discard: 'کنار گذاشته شود',
  discarded: 'زمان نبودن کنار گذاشته شد.',
  wasSplit: 'زمان نبودن ثبتی جداگانه شد.',
}
