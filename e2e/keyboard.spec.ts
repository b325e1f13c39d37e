import { existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { writeBuild, writeSteps } from './burrRun'
import { expect, test } from './fixtures'

const bucket = 'runs-by-keyboard'
const project = 'order-desk'
const actions = ['receive', 'price', 'confirm']
const exception = 'Traceback (most recent call last):\n  File "/app/orders.py", line 41, in price\n    rate = rates[currency]\nKeyError: \'no rate today\'\n'

const steps = (window: Page): Locator => window.getByRole('tree', { name: 'Steps' })
const selectedStep = (window: Page): Locator => steps(window).locator('[aria-selected="true"]')
const runs = (window: Page): Locator => window.getByRole('treegrid', { name: 'Runs' })
const selectedRun = (window: Page): Locator => runs(window).locator('tr[aria-selected="true"]')

/** Sixty runs, a minute apart; every fourth fails in its second step, all others take seven. */
function fill(s3: Awaited<ReturnType<typeof startEmbeddedS3>>): void {
  const now = Date.now()
  for (let n = 1; n <= 60; n++) {
    const run = { project, partitionKey: n % 2 === 0 ? 'emea' : 'apac', appId: `order-${String(n).padStart(3, '0')}` }
    const at = new Date(now - (61 - n) * 60_000)
    const failed = n % 4 === 0
    writeBuild(s3, run, actions, new Date(at.getTime() - 500))
    writeSteps(s3, run, Array.from({ length: failed ? 2 : 7 }, (_, sequenceId) => ({ sequenceId, action: actions[sequenceId % 3] ?? '', state: { count: Math.floor(sequenceId / 2), order: `A-${n}` }, ...(failed && sequenceId === 1 ? { exception } : {}) })), at)
  }
}

/** What is wrong with where the focus is; `null` = it is on something that can be seen, and marked. */
async function focusTrouble(window: Page): Promise<string | null> {
  return window.evaluate(() => {
    const focused = document.activeElement
    if (focused === null || focused === document.body) return 'the focus is lost'
    const marked = (element: Element): boolean => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
    }
    const active = focused.getAttribute('aria-activedescendant')
    const shown = (active === null ? null : document.querySelector(`#${CSS.escape(active)}`)) ?? focused
    const { width, height, bottom, top } = shown.getBoundingClientRect()
    if (width * height === 0 || bottom < 0 || top > innerHeight) return `the focus is out of sight: ${shown.outerHTML.slice(0, 120)}`
    const ring = [focused, shown, ...shown.querySelectorAll('*')].some(marked) || shown.matches('.react-flow__edge') || focused.parentElement?.matches(':focus-within') === true && marked(focused.parentElement)
    return ring || focused.matches('input, textarea') ? null : `the focus is not marked: ${focused.outerHTML.slice(0, 160)}`
  })
}

/** Presses Tab until a control has the focus, which must be seen all the way. */
async function tabTo(window: Page, to: Locator): Promise<void> {
  await to.waitFor({ state: 'attached' })
  for (let presses = 0; presses < 150; presses++) {
    if (await to.evaluate((element) => element === document.activeElement)) return
    await window.keyboard.press('Tab')
    const trouble = await focusTrouble(window)
    // After the last control the window itself has its turn.
    if (trouble !== null && trouble !== 'the focus is lost') expect.soft(trouble, 'on the way by Tab').toBeNull()
  }
  throw new Error(`Tab does not reach ${String(to)}`)
}

test('ten core journeys with the keyboard alone, the focus always in sight', async ({ launchApp }) => {
  test.setTimeout(150_000)
  const s3 = await startEmbeddedS3({ bucket })
  fill(s3)
  const { app, window } = await launchApp({ env: { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret', AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: s3.endpointUrl, BURR_S3_BUCKET: bucket } })
  const { keyboard } = window
  const journey = (name: string, doing: () => Promise<void>): Promise<void> => test.step(name, async () => {
    await doing()
    expect.soft(await focusTrouble(window), name).toBeNull()
  })
  await expect(window.getByRole('row', { name: /order-desk/ })).toContainText('60', { timeout: 30_000 })

  await journey('1. to the newest failed run and its exception', async () => {
    await keyboard.press('Control+k')
    await expect(window.getByRole('combobox', { name: 'Command palette' })).toBeFocused()
    await keyboard.type(project)
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(window.getByText('60 runs', { exact: true })).toBeVisible()
    await keyboard.press('/')
    await expect(window.getByRole('combobox', { name: 'Filter' })).toBeFocused()
    await keyboard.type('status:failed')
    await keyboard.press('Enter')
    await expect(window.getByText('15 runs match')).toBeVisible()
    await keyboard.press('Escape')
    await tabTo(window, runs(window))
    await keyboard.press('Home')
    await expect(selectedRun(window)).toContainText('order-060')
    await keyboard.press('Enter')
    await expect(selectedStep(window)).toContainText('price')
    await expect(window.getByText('rate = rates[currency]')).toBeVisible()
  })

  await journey('2. to the next and the previous run of the list', async () => {
    await keyboard.press(']')
    await expect(window.getByRole('heading', { name: 'order-056' })).toBeVisible()
    await keyboard.press('[')
    await expect(window.getByRole('heading', { name: 'order-060' })).toBeVisible()
  })

  await journey('3. back to the list, and a peek at its runs', async () => {
    await keyboard.press('Escape')
    await expect(selectedRun(window)).toContainText('order-060')
    await tabTo(window, runs(window))
    await keyboard.press('Space')
    const peek = window.getByRole('complementary', { name: 'Peek' })
    await keyboard.press('j')
    await expect(peek).toContainText('order-056')
    await keyboard.press('k')
    await expect(peek).toContainText('order-060')
    await keyboard.press('Escape')
    await expect(peek).toBeHidden()
  })

  await journey('4. back and forward, to the same row at the same place', async () => {
    await keyboard.press('/')
    await keyboard.press('Control+a')
    await keyboard.press('Delete')
    await keyboard.press('Enter')
    await expect(window.getByText('60 runs', { exact: true })).toBeVisible()
    await keyboard.press('Escape')
    await tabTo(window, runs(window))
    await keyboard.press('End')
    await keyboard.press('ArrowUp')
    await expect(selectedRun(window)).toContainText('order-002')
    const top = await runs(window).locator('xpath=..').evaluate((element) => element.scrollTop)
    expect(top).toBeGreaterThan(100)
    await keyboard.press('Enter')
    await expect(window.getByRole('heading', { name: 'order-002' })).toBeVisible()
    await keyboard.press('Alt+ArrowLeft')
    await expect(selectedRun(window)).toContainText('order-002')
    await expect.poll(() => runs(window).locator('xpath=..').evaluate((element) => element.scrollTop)).toBe(top)
    await keyboard.press('Alt+ArrowRight')
    await expect(window.getByRole('heading', { name: 'order-002' })).toBeVisible()
    await window.mouse.move(640, 400)
    for (const [button, what] of [[3, runs(window)], [4, window.getByRole('heading', { name: 'order-002' })]] as const) {
      await window.evaluate((which) => globalThis.dispatchEvent(new MouseEvent('mouseup', { button: which, bubbles: true, cancelable: true })), button)
      await expect(what).toBeVisible()
    }
  })

  await journey('5. through the steps by the scrubber', async () => {
    const slider = window.getByRole('slider', { name: 'Step in time' })
    await tabTo(window, slider)
    await keyboard.press('Home')
    await expect(slider).toHaveAttribute('aria-valuetext', 'Step 0, receive, OK')
    await keyboard.press('ArrowRight')
    await keyboard.press('ArrowRight')
    await expect(selectedStep(window)).toContainText('confirm')
  })

  await journey('6. what a step changed against another one', async () => {
    await keyboard.press('b')
    await keyboard.press('End')
    await expect(window.getByRole('region', { name: 'Changes' })).toContainText('1→3')
    await keyboard.press('Shift+B')
  })

  await journey('7. the history of a field, and to its changes', async () => {
    await tabTo(window, window.getByRole('region', { name: 'State' }).getByRole('button', { name: 'count', exact: true }))
    await keyboard.press('Enter')
    const history = window.getByRole('region', { name: /^History of/ })
    await expect(history.getByRole('option')).toHaveCount(4)
    await keyboard.press('[')
    await expect(history.getByRole('option', { selected: true })).toContainText('1→2')
    await tabTo(window, history.getByRole('listbox'))
    await keyboard.press('Escape')
    await expect(history).toBeHidden()
  })

  await journey('8. from an action of the graph to its steps', async () => {
    await keyboard.press('g')
    await tabTo(window, window.getByRole('tabpanel').locator('.react-flow__node[data-id="price"]'))
    await keyboard.press('Enter')
    await expect(window.getByRole('group', { name: 'Filter of the steps' })).toContainText('2 of 7 steps')
    await tabTo(window, window.getByRole('button', { name: 'Show all' }))
    await keyboard.press('Enter')
    await tabTo(window, steps(window))
  })

  await journey('9. annotate a step, and export the run', async () => {
    await keyboard.press('a')
    await keyboard.type('The price is too high.')
    await keyboard.press('Control+Enter')
    await expect(window.getByRole('list', { name: 'Annotations of this run' })).toContainText('The price is too high.')
    const path = join(tmpdir(), `burr-e2e-keys-${process.pid}.burrsnapshot`)
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, path)
    await keyboard.press('Control+Shift+S')
    const dialog = window.getByRole('dialog')
    await expect(dialog.getByRole('status')).toContainText(/\d+ objects?/, { timeout: 20_000 })
    await tabTo(window, dialog.getByRole('button', { name: 'Save as…' }))
    await keyboard.press('Enter')
    await expect(dialog).toBeHidden({ timeout: 20_000 })
    expect(existsSync(path)).toBe(true)
    rmSync(path, { force: true })
  })

  await journey('10. change a setting', async () => {
    await keyboard.press('Control+,')
    await tabTo(window, window.getByRole('radio', { name: 'As the system' }))
    // One after the other: a choice stands when it was saved.
    for (const name of ['Light', 'Dark']) {
      await keyboard.press('ArrowRight')
      await expect(window.getByRole('radio', { name, exact: true })).toBeChecked()
    }
    await expect.poll(() => window.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true)
  })
  await s3.stop()
})
