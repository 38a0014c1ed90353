import type { Words } from '../en/trash.ts'

export const words: Words = {
  title: 'زباله‌دان',
  restore: 'بازگرداندن',
  restoreNamed: (name) => `بازگرداندن: ${name}`,
  restored: 'بازگردانده شد',
  removedAt: (when) => `حذف در ${when}`,
  noName: '(بی‌متن)',
  emptyTitle: 'زباله‌دان خالی است',
  empty: 'آنچه حذف می‌کنید اینجا می‌ماند و بازمی‌گردد.',
  more: 'بیشتر',
  table: {
    labels: 'برچسب',
    clients: 'مشتری',
    projects: 'پروژه',
    tasks: 'وظیفه',
    timeEntries: 'ثبت زمان',
    goals: 'هدف',
    subgoals: 'زیرهدف',
    weeklyGoals: 'هدف هفتگی',
    habits: 'عادت',
    dailyTodos: 'کار روز',
    reminders: 'یادآور',
    savedViews: 'نمای ذخیره‌شده',
  },
}
