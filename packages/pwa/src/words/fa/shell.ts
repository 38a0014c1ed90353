import type { Words } from '../en/shell.ts'

export const words: Words = {
  updateReady: 'نسخهٔ تازهٔ گلیکسا آماده است.',
  updateAfterEdit: 'نسخهٔ تازه وقتی آغاز می‌شود که نوشتن‌تان تمام شود.',
  updateNow: 'به‌روزرسانی',
}
