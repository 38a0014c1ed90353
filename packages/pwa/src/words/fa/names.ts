import type { Words } from '../en/names.ts'

export const words: Words = {
  projects: {
    title: 'پروژه‌ها',
    add: 'پروژهٔ تازه',
    empty: 'پروژه، وظیفه‌ها و زمان‌ها را گرد می‌آورد. نام نخستین را در بالا بنویسید.',
  },
  labels: {
    title: 'برچسب‌ها',
    add: 'برچسب تازه',
    empty: 'برچسب واژه‌ای است بر وظیفه‌ها و زمان‌ها. نخستین را در بالا بنویسید.',
  },
  clients: {
    title: 'مشتری‌ها',
    add: 'مشتری تازه',
    empty: 'مشتری کسی است که پروژه‌ها برای اوست. نام نخستین را در بالا بنویسید.',
  },
  create: 'افزودن',
  added: 'افزوده شد',
  colour: (name) => `رنگ: ${name}`,
  name: (name) => `نام: ${name}`,
  client: (name) => `مشتری ${name}`,
  noClient: 'بدون مشتری',
  saved: 'ذخیره شد',
  archive: (name) => `بایگانی: ${name}`,
  unarchive: (name) => `بیرون آوردن از بایگانی: ${name}`,
  archived: 'بایگانی شد',
  unarchived: 'از بایگانی بیرون آمد',
  remove: (name) => `حذف: ${name}`,
  removed: 'به زباله‌دان رفت؛ زمانش در گزارش‌ها می‌ماند',
  inUse: 'در کار',
  inArchive: 'بایگانی',
  which: 'کدام‌ها',
  emptyArchive: 'چیزی در بایگانی نیست.',
  emptyTitle: 'هنوز هیچ',
  nameBounds: 'نام ۱ تا ۲۰۰ نویسه دارد.',
}
