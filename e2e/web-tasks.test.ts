/** Tasks, projects, labels, clients and the trash in a browser, by pointer and by keyboard. */
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectFits, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import type { TestStack } from './stack.ts'
import { startTestStack } from './stack.ts'

const patient = { timeout: 30_000 }
const hostile = '<img src=x onerror="document.title=1"> "\'&'

interface Stored {
  readonly title: string
  readonly status: string
  readonly project: string | null
  readonly labels: string[]
  readonly priority: string
  readonly due: string | null
  readonly recurrence: string | null
  readonly estimateSeconds: number | null
  readonly parentId: string | null
  readonly checkedOn: string | null
}

describe.skipIf(!hasChromium)('tasks in a browser', () => {
  let browser: Browser
  let stack: TestStack
  let watched: WatchedPage
  let page: Page
  let frame: FrameLocator

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    watched = await openPage(browser, { viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' })
    page = watched.page
    page.setDefaultTimeout(10_000)
    frame = page.frameLocator('iframe')
    await page.goto(`${stack.url}/app/#/sign-up`)
    await frame.getByLabel('Email').fill('tasks@example.org')
    await frame.getByLabel('Password').fill('correct horse battery')
    await frame.getByRole('button', { name: 'Make an account', exact: true }).click()
    await frame.getByRole('navigation').getByRole('link', { name: 'Tasks' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  const visit = async (path: string, title: string) => {
    await page.goto(`${stack.url}/app/#${path}`)
    await frame.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  const stored = () =>
    page.evaluate<Stored[]>(
      `fetch('/v1/tasks?limit=100').then((answer) => answer.json()).then(({ items }) => items)`,
    )
  const storedTask = async (title: string) => (await stored()).find((task) => task.title === title)
  const add = async (line: string) => {
    await frame.getByRole('textbox', { name: 'Add a task' }).fill(line)
    await frame.getByRole('textbox', { name: 'Add a task' }).press('Enter')
    await expect.poll(() => frame.getByRole('textbox', { name: 'Add a task' }).inputValue(), patient).toBe('')
  }
  const titles = () => frame.locator('[data-title]').allTextContents()
  const row = (title: string) =>
    frame.locator('[data-drag]').filter({ has: page.getByRole('link', { name: title, exact: true }) })
  const inner = async () => (await (await page.waitForSelector('iframe:not([hidden])')).contentFrame())!
  const said = (text: string) => frame.locator('.gx-toast').filter({ hasText: text }).waitFor()

  it('adds a task in one line, says what it understood, and points at what it did not', async () => {
    await visit('/tasks', 'Tasks')
    const line = frame.getByRole('textbox', { name: 'Add a task' })
    await line.fill('Rent !urgent')
    await frame.locator('#task-preview[data-position="5"] mark').filter({ hasText: '!urgent' }).waitFor()
    await line.fill('Rent due:2026-03-06 !high +home project:Flat every:month est:30m')
    const preview = frame.locator('#task-preview')
    for (const word of ['Rent', '+home', 'Flat', 'High', '30m', 'month'])
      await preview.getByText(word).first().waitFor()
    await line.press('Enter')
    await row('Rent').waitFor()
    await expect
      .poll(() => storedTask('Rent'), patient)
      .toMatchObject({
        project: 'Flat',
        labels: ['home'],
        priority: 'high',
        due: '2026-03-06',
        recurrence: 'FREQ=MONTHLY',
        estimateSeconds: 1800,
      })
  })

  it('W13: hostile text is text', async () => {
    await add(hostile.replaceAll('"', "'"))
    await frame.locator('[data-drag]').filter({ hasText: 'onerror' }).waitFor()
    expect(await frame.locator('img').count()).toBe(0)
  })

  it('moves tasks by keys, by a menu and by a pointer; the order is kept', async () => {
    await visit('/tasks', 'Tasks')
    for (const title of ['One', 'Two', 'Three']) await add(`${title} +order`)
    await visit('/tasks?filter=%2Border', 'Tasks')
    await expect.poll(titles, patient).toEqual(['One', 'Two', 'Three'])
    await frame.getByRole('link', { name: 'Three' }).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(titles, patient).toEqual(['One', 'Three', 'Two'])
    // The focus stays on the task: the same key moves it on.
    await expect.poll(() => frame.locator(':focus').textContent(), patient).toBe('Three')
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(titles, patient).toEqual(['Three', 'One', 'Two'])
    await frame.getByRole('button', { name: 'More: Three' }).click()
    await frame.getByRole('menuitem', { name: 'Move down' }).click()
    await expect.poll(titles, patient).toEqual(['One', 'Three', 'Two'])
    const [from, to] = await Promise.all([
      row('Two').locator('.gx-grip').boundingBox(),
      row('One').boundingBox(),
    ])
    await page.mouse.move(from!.x + 5, from!.y + 5)
    await page.mouse.down()
    await page.mouse.move(to!.x + 60, to!.y + 4, { steps: 4 })
    await page.mouse.up()
    await expect.poll(titles, patient).toEqual(['Two', 'One', 'Three'])
    await page.reload()
    await expect.poll(titles, patient).toEqual(['Two', 'One', 'Three'])
  })

  it('E2: says where a filter is wrong, and keeps one that is right', async () => {
    await visit('/tasks', 'Tasks')
    const filter = frame.getByRole('textbox', { name: 'Filter' })
    await filter.fill('+order prioritty:high')
    await filter.press('Enter')
    await frame.locator('#filter-hint[data-position="7"] mark').waitFor()
    await filter.fill('+home priority:high')
    await filter.press('Enter')
    await expect.poll(titles, patient).toEqual(['Rent'])
    await frame.getByRole('textbox', { name: 'Name of the view' }).fill('Urgent at home')
    await frame.getByRole('button', { name: 'Save this filter' }).click()
    await frame.getByRole('button', { name: 'Clear the filter' }).click()
    await frame.getByRole('button', { name: 'Urgent at home', exact: true }).click()
    await expect.poll(titles, patient).toEqual(['Rent'])
    await frame.getByRole('button', { name: 'Remove the view: Urgent at home' }).click()
    await said('View removed')
    await expect
      .poll(() => frame.getByRole('button', { name: 'Urgent at home', exact: true }).count(), patient)
      .toBe(0)
  })

  it('changes all of a task in its dialog, which has an address; the focus comes back', async () => {
    await visit('/tasks?filter=%2Border', 'Tasks')
    await frame.getByRole('link', { name: 'One', exact: true }).focus()
    await page.keyboard.press('Enter')
    const dialog = frame.getByRole('dialog')
    await dialog.getByLabel('Due').fill('tomorrow nonsense')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.locator('#task-due-problem').waitFor()
    await dialog.getByLabel('Due').fill('2026-12-24')
    await dialog.getByLabel('Estimate').fill('1h30m')
    await dialog.getByLabel('Comes back').fill('2 weeks')
    await dialog.getByLabel('Labels').fill('deep')
    await dialog.getByLabel('Labels').press('Enter')
    await dialog.getByLabel('Add a subtask').fill('A piece of it')
    await dialog.getByLabel('Add a subtask').press('Enter')
    await dialog.getByText('A piece of it').waitFor()
    await dialog.getByRole('button', { name: 'Done today' }).click()
    await expectAccessible({ page: await inner() })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => dialog.count(), patient).toBe(0)
    await expect.poll(() => page.url(), patient).toBe(`${stack.url}/app/#/tasks?filter=%2Border`)
    await expect.poll(() => frame.locator(':focus').textContent(), patient).toBe('One')
    await expect
      .poll(() => storedTask('One'), patient)
      .toMatchObject({
        due: '2026-12-24',
        estimateSeconds: 5400,
        recurrence: 'FREQ=WEEKLY;INTERVAL=2',
        labels: expect.arrayContaining(['deep', 'order']),
        checkedOn: expect.any(String),
      })
    expect((await storedTask('A piece of it'))?.parentId).toEqual(expect.any(String))
  })

  it('completes, labels, moves and removes many, one operation each that Undo takes back', async () => {
    await visit('/tasks?filter=%2Border', 'Tasks')
    await frame.getByRole('button', { name: 'Select', exact: true }).click()
    await frame.getByRole('button', { name: 'Select all' }).click()
    await frame.getByText('3 selected').waitFor()
    await frame.getByRole('combobox', { name: 'Move to project' }).fill('Garden')
    await frame.getByRole('button', { name: 'Move to project' }).click()
    await said('Moved')
    const gardens = async () => (await stored()).filter(({ project }) => project === 'Garden').length
    await expect.poll(gardens, patient).toBe(3)
    await frame.locator('.gx-toast').getByRole('button', { name: 'Undo' }).click()
    await expect.poll(gardens, patient).toBe(0)
    await frame.getByRole('checkbox', { name: 'Select: Two' }).check({ force: true })
    await frame.getByRole('checkbox', { name: 'Select: Three' }).check({ force: true })
    await frame.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect.poll(titles, patient).toEqual(['One'])
  })

  it('restores from the trash', async () => {
    await visit('/trash', 'Trash')
    await frame.getByRole('button', { name: 'Restore: Two' }).click()
    await said('Restored')
    await expect.poll(() => storedTask('Two'), patient).toMatchObject({ status: 'open' })
    await expectAccessible({ page: await inner() })
  })

  it('moves a card of the board to another column, by keys', async () => {
    await visit('/tasks?layout=board', 'Tasks')
    const column = (name: string) => frame.getByRole('region', { name, exact: true })
    await column('No priority').getByRole('link', { name: 'Two' }).focus()
    await page.keyboard.press('Alt+ArrowLeft')
    await column('Low').getByRole('link', { name: 'Two' }).waitFor()
    await expect.poll(() => storedTask('Two'), patient).toMatchObject({ priority: 'low' })
    await expectAccessible({ page: await inner() })
  })

  it('completes a task, and opens it again', async () => {
    await visit('/tasks', 'Tasks')
    await frame.getByRole('checkbox', { name: 'Done: Two' }).click({ force: true })
    await said('Task done')
    await expect.poll(() => storedTask('Two'), patient).toMatchObject({ status: 'done' })
    await frame.getByRole('button', { name: 'Done', exact: true }).click()
    await frame.getByRole('checkbox', { name: 'Done: Two' }).click({ force: true })
    await expect.poll(() => storedTask('Two'), patient).toMatchObject({ status: 'open' })
  })

  it('makes, renames, archives and removes projects, labels and clients; a project has a client', async () => {
    await visit('/clients', 'Clients')
    await frame.getByRole('textbox', { name: 'New client' }).fill('Acme')
    await frame.getByRole('textbox', { name: 'New client' }).press('Enter')
    await frame.getByRole('textbox', { name: 'Name: Acme' }).waitFor()
    await visit('/projects', 'Projects')
    const name = frame.getByRole('textbox', { name: 'Name: Flat' })
    await name.fill('House')
    await name.press('Escape')
    await expect.poll(() => name.inputValue(), patient).toBe('Flat')
    await name.fill('House')
    await name.press('Enter')
    await frame.getByRole('combobox', { name: 'Client of House' }).selectOption('Acme')
    await said('Saved')
    await expect.poll(() => storedTask('Rent'), patient).toMatchObject({ project: 'House' })
    await expectAccessible({ page: await inner() })
    await visit('/labels', 'Labels')
    await frame.getByRole('button', { name: 'Archive: deep' }).click()
    await expect.poll(() => frame.getByRole('textbox', { name: 'Name: deep' }).count(), patient).toBe(0)
    await frame.getByRole('button', { name: 'Remove: order' }).click()
    await frame.locator('.gx-toast').getByRole('button', { name: 'Undo' }).click()
    await frame.getByRole('textbox', { name: 'Name: order' }).waitFor()
    await expectAccessible({ page: await inner() })
  })

  it.each(['light', 'dark'] as const)('is accessible and fits a phone, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 320, height: 700 })
    for (const [path, title] of [
      ['/tasks', 'Tasks'],
      ['/tasks?layout=board&by=project', 'Tasks'],
      ['/projects', 'Projects'],
      ['/trash', 'Trash'],
    ] as const) {
      await visit(path, title)
      await frame.locator('[aria-busy=false]').first().waitFor()
      await expectAccessible({ page: await inner() })
      await expectFits(watched)
    }
  })

  it('broke no rule of its policy and no script', () => expect(watched.errors).toEqual([]))
})
