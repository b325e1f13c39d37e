import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { writeBuild, writeSteps } from './burrRun'
import { expect, test } from './fixtures'

const bucket = 'states-of-runs'
const run = { project: 'order-desk', partitionKey: null, appId: 'order-9000' }
const credentials = { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret' }

/** Twelve steps: `count` moves every second step, `note` comes, becomes null and goes, `chat` grows. */
const stateAt = (id: number): Record<string, unknown> => ({
  count: Math.floor(id / 2),
  ...(id >= 3 && id < 9 ? { note: id < 6 ? 'hold **the** order' : null } : {}),
  chat: Array.from({ length: 1 + Math.floor(id / 4) }, (_, turn) => ({ role: turn % 2 === 0 ? 'user' : 'assistant', content: `turn ${turn}` })),
  lines: [{ sku: 'A', pieces: id }, { sku: 'B', pieces: 2 }]
})

const slider = (window: Page): Locator => window.getByRole('slider', { name: 'Step in time' })
const region = (window: Page, name: string | RegExp): Locator => window.getByRole('region', { name })

/** Presses Tab until a control has the focus. */
async function tabTo(window: Page, to: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await to.evaluate((element) => element === document.activeElement)) return
    await window.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${String(to)}`)
}

async function violations(page: Page): Promise<string[]> {
  const lines: string[] = []
  for (const dark of [false, true]) {
    await page.evaluate((on) => void document.documentElement.classList.toggle('dark', on), dark)
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    lines.push(...found.flatMap(({ id, nodes }) => nodes.map((node) => `${dark ? 'dark' : 'light'} ${id} ${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 200) ?? ''}`)))
  }
  return lines
}

test('travels through the state of a run by keyboard alone', async ({ launchApp }) => {
  const s3 = await startEmbeddedS3({ bucket })
  const at = new Date(Date.now() - 60_000)
  writeBuild(s3, run, ['ask', 'answer'], new Date(at.getTime() - 500))
  writeSteps(s3, run, Array.from({ length: 12 }, (_, sequenceId) => ({ sequenceId, action: sequenceId % 2 === 0 ? 'ask' : 'answer', state: stateAt(sequenceId) })), at)
  const { window } = await launchApp({ env: { ...credentials, BURR_S3_BUCKET: bucket, AWS_ENDPOINT_URL: s3.endpointUrl, BURR_DESKTOP_FORCE_PATH_STYLE: 'true', BURR_UPDATE_INTERVAL_MILLISECONDS: '1000' } })
  await window.evaluate(() => void (location.hash = '#/project/order-desk'))
  await window.getByRole('row', { name: /order-9000/ }).waitFor({ timeout: 20_000 })
  await window.evaluate(() => void (location.hash = '#/run/order-desk/~/order-9000'))
  const changes = region(window, 'Changes')
  const state = region(window, 'State')

  await test.step('the scrubber moves list, values and itself together', async () => {
    await tabTo(window, slider(window))
    await window.keyboard.press('Home')
    await expect(slider(window)).toHaveAttribute('aria-valuetext', 'Step 0, ask, OK')
    await expect(changes.getByText('initial state was not logged')).toBeVisible()
    for (let press = 0; press < 3; press++) await window.keyboard.press('ArrowRight')
    await expect(window.getByRole('treeitem', { selected: true })).toContainText('3')
    await expect(changes).toContainText('note')
    await expect(changes).toContainText('lines[0].pieces')
  })

  await test.step('it plays to the end, as fast as is chosen', async () => {
    await window.keyboard.press('Shift+Tab')
    await expect(window.getByRole('combobox', { name: 'Speed' })).toBeFocused()
    await window.keyboard.press('End')
    await window.keyboard.press('Tab')
    await window.keyboard.press('Space')
    await expect(slider(window)).toHaveAttribute('aria-valuenow', '12')
  })

  await test.step('a field tells who wrote it last, is watched, and has its history', async () => {
    const name = state.getByRole('button', { name: 'count', exact: true })
    await tabTo(window, name)
    await expect(state.getByText('written by step 10 · ask')).toBeVisible()
    await tabTo(window, state.getByRole('button', { name: 'Watch state["count"]' }))
    await window.keyboard.press('Enter')
    await expect(region(window, 'Watched fields')).toContainText('count5')
    await tabTo(window, name)
    await window.keyboard.press('ArrowDown')
    await expect(state.getByRole('button', { name: 'chat', exact: true })).toBeFocused()
    await window.keyboard.press('ArrowUp')
    await tabTo(window, state.getByRole('button', { name: 'History of state["count"]' }))
    await window.keyboard.press('Enter')
    const history = region(window, /^History of/)
    await expect(history.getByRole('option')).toHaveCount(6)
    await window.keyboard.press('[')
    await window.keyboard.press('[')
    await expect(slider(window)).toHaveAttribute('aria-valuenow', '9')
    await expect(region(window, 'Watched fields')).toContainText('count4was 3')
    await expect(history.getByRole('option', { selected: true })).toContainText('3→4')
  })

  expect(await violations(window)).toEqual([])

  await test.step('Escape in the history closes it', async () => {
    await tabTo(window, window.getByRole('listbox', { name: 'Writes' }))
    await window.keyboard.press('Escape')
    await expect(region(window, /^History of/)).toHaveCount(0)
  })

  await test.step('the changes are shown against a pinned step, deletions and old values with them', async () => {
    await tabTo(window, slider(window))
    await window.keyboard.press('Home')
    for (let press = 0; press < 6; press++) await window.keyboard.press('ArrowRight')
    await expect(changes).toContainText('note')
    await window.keyboard.press('b')
    await expect(changes).toContainText('Both states are the same.')
    await window.keyboard.press('End')
    await expect(changes.getByRole('listitem').filter({ hasText: 'note' })).toContainText('removed')
    await expect(changes.getByRole('listitem').filter({ hasText: /count/ })).toContainText('3→5')
    await window.keyboard.press('Shift+B')
    await expect(changes).not.toContainText('note')
  })
  await s3.stop()
})
