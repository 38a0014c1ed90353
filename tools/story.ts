/** A person who has worked for three weeks: what pictures and checks of the app show. Every value is made up. */

/** Asks the API as that person. */
export type Call = (method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown) => Promise<unknown>

interface Words {
  readonly clients: readonly [string, string]
  readonly projects: readonly [string, string, string]
  readonly labels: readonly [string, string, string]
  /** What was done, by project. */
  readonly work: readonly (readonly [description: string, project: 0 | 1 | 2, label: 0 | 1 | 2])[]
  readonly tasks: readonly string[]
  readonly habits: readonly string[]
  readonly goals: readonly [string, string]
  readonly reminders: readonly string[]
}

const english: Words = {
  clients: ['Harbour University', 'Acme'],
  projects: ['Thesis', 'Website', 'Garden'],
  labels: ['deep', 'meeting', 'reading'],
  work: [
    ['Second chapter, first draft', 0, 0],
    ['Talk with Ada about the sources', 0, 1],
    ['Papers on tides', 0, 2],
    ['Front page, new layout', 1, 0],
    ['Call with Acme', 1, 1],
    ['Tomatoes and beans', 2, 0],
  ],
  tasks: [
    'Write the method section',
    'Send the invoice',
    'Book the library desk',
    'Fix the contact form',
    'Order seeds',
    'Read Mercer, chapters 3 to 5',
    'Answer Ada',
    'Plan the week',
  ],
  habits: ['Read', 'Walk outside', 'Stretch'],
  goals: ['Hand in the thesis', 'Website live'],
  reminders: ['Return the library books', 'Call Ada'],
}
const persian: Words = {
  clients: ['دانشگاه بندر', 'شرکت آکمه'],
  projects: ['پایان‌نامه', 'وبگاه', 'باغچه'],
  labels: ['تمرکز', 'جلسه', 'مطالعه'],
  work: [
    ['فصل دوم، پیش‌نویس نخست', 0, 0],
    ['گفت‌وگو با آدا دربارهٔ منابع', 0, 1],
    ['مقاله‌های جزر و مد', 0, 2],
    ['صفحهٔ نخست، چیدمان تازه', 1, 0],
    ['تماس با آکمه', 1, 1],
    ['گوجه و لوبیا', 2, 0],
  ],
  tasks: [
    'نوشتن بخش روش',
    'فرستادن صورت‌حساب',
    'گرفتن میز کتابخانه',
    'درست کردن برگهٔ تماس',
    'سفارش بذر',
    'خواندن فصل‌های ۳ تا ۵',
    'پاسخ به آدا',
    'برنامهٔ هفته',
  ],
  habits: ['کتاب‌خوانی', 'پیاده‌روی', 'نرمش'],
  goals: ['تحویل پایان‌نامه', 'راه‌اندازی وبگاه'],
  reminders: ['پس دادن کتاب‌ها', 'تماس با آدا'],
}
const colours = ['#0b7467', '#c2410c', '#4d7c0f'] as const

/** When each piece of work of a day is, in hours and minutes. */
const day = [
  ['08:30', '10:10'],
  ['10:30', '11:15'],
  ['11:20', '12:40'],
  ['13:30', '15:20'],
  ['15:30', '16:10'],
] as const

/**
 * Five days of this week, and two before it, end with an hour ago.
 * @param now an instant, ISO
 */
export async function tellStory(
  call: Call,
  { language, now, zone }: { readonly language: 'en' | 'fa'; readonly now: string; readonly zone: string },
): Promise<void> {
  const words = language === 'fa' ? persian : english
  const date = Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate()
  const today = date.toString()
  const anHourAgo = Temporal.Instant.from(now).subtract({ hours: 1 }).toString()
  const weekStart = date.subtract({ days: 4 }).dayOfWeek
  const at = (daysAgo: number, time: string) =>
    Temporal.PlainDate.from(today)
      .subtract({ days: daysAgo })
      .toZonedDateTime({ timeZone: zone, plainTime: time })
      .toInstant()
      .toString()
  const dateOf = (daysFromNow: number) => Temporal.PlainDate.from(today).add({ days: daysFromNow }).toString()
  await call('PATCH', '/v1/settings', { zone, weekStart })
  for (const name of words.clients) await call('POST', '/v1/clients', { name })
  const projectIds: string[] = []
  for (const [index, name] of words.projects.entries()) {
    const { id } = (await call('POST', '/v1/projects', {
      name,
      colour: colours[index],
      ...(index < 2 ? { client: words.clients[index] } : {}),
    })) as { id: string }
    projectIds.push(id)
  }
  for (const [index, name] of words.labels.entries())
    await call('POST', '/v1/labels', { name, colour: colours[index] })
  for (let daysAgo = 20; daysAgo >= 0; daysAgo--) {
    const isRest = daysAgo % 7 > 4
    for (const [index, [from, to]] of day.entries()) {
      if ((isRest && index !== 3) || at(daysAgo, to) > anHourAgo) continue
      const [description, project, label] = words.work[(daysAgo + index) % words.work.length]!
      await call('POST', '/v1/time-entries', {
        description,
        project: words.projects[project],
        labels: [words.labels[label]],
        start: at(daysAgo, from),
        end: at(daysAgo, to),
      })
    }
  }
  for (const [index, title] of words.tasks.entries())
    await call('POST', '/v1/tasks', {
      title,
      project: words.projects[index % 3],
      priority: (['none', 'high', 'medium', 'low'] as const)[index % 4],
      ...(index % 2 === 0 ? { due: dateOf(index - 2) } : {}),
      labels: [words.labels[index % 3]],
    })
  for (const [index, name] of words.habits.entries()) {
    const { id } = (await call('POST', '/v1/habits', { name })) as { id: string }
    for (let daysAgo = 1; daysAgo < 20; daysAgo++)
      if ((daysAgo + index) % (3 + index * 2) !== 0)
        await call('PUT', `/v1/habits/${id}/logs/${dateOf(-daysAgo)}`, {})
  }
  for (const [index, name] of words.goals.entries())
    await call('POST', '/v1/goals', {
      name,
      projectIds: [projectIds[index]],
      targetSeconds: [120, 45][index]! * 3600,
      targetDate: dateOf([60, 25][index]!),
    })
  await call('POST', '/v1/weekly-goals', {
    title: words.goals[0],
    label: words.labels[0],
    targetSeconds: 18 * 3600,
  })
  for (const title of words.tasks.slice(5)) await call('POST', '/v1/planner/todos', { title, logDate: today })
  for (const [index, title] of words.reminders.entries())
    await call('POST', '/v1/reminders', { title, date: dateOf(index + 1), time: '09:00', zone })
}
