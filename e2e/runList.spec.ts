import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { electronRuntime } from '../scripts/runtime/electron.mjs'
import { repoRoot } from '../scripts/runtime/paths.mjs'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { generate } from '../scripts/seed/generate'
import { writeBuild, writeSteps } from './burrRun'
import { expect, test } from './fixtures'
import type { LaunchedApp } from './fixtures'

const bucket = 'many-runs'
const project = 'order-desk'
const credentials = { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret' }
const actions = ['receive', 'price', 'confirm']

const traceback = (type: string, message: string): string => `Traceback (most recent call last):\n  File "/app/orders.py", line 41, in price\n    rate = rates[currency]\n${type}: ${message}\n`

/** Twelve runs, a minute apart; every fourth fails in its second step. */
function writeRuns(s3: Awaited<ReturnType<typeof startEmbeddedS3>>): void {
  const now = Date.now()
  for (let n = 1; n <= 12; n++) {
    const run = { project, partitionKey: n % 2 === 0 ? 'emea' : 'apac', appId: `order-${String(n).padStart(3, '0')}` }
    const at = new Date(now - (13 - n) * 60_000)
    writeBuild(s3, run, actions, new Date(at.getTime() - 500))
    const failed = n % 4 === 0
    const taken = failed ? actions.slice(0, 2) : actions.slice(0, 1 + (n % 3))
    writeSteps(s3, run, taken.map((action, sequenceId) => ({
      sequenceId, action, state: { count: sequenceId },
      ...(failed && sequenceId === 1 ? { exception: traceback(n === 8 ? 'TimeoutError' : 'KeyError', `no rate for run ${n}`) } : {})
    })), at)
  }
}

async function configure({ window }: LaunchedApp, endpointUrl: string): Promise<void> {
  const reply = await window.evaluate(
    ([name, endpoint]) => {
      const bridge = (globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }).burr
      return bridge.call('settings.update', { bucket: name, endpointUrl: endpoint, updateIntervalMs: 1000 })
    },
    [bucket, endpointUrl] as const
  )
  expect(JSON.parse(reply)).toMatchObject({ ok: true })
}

const go = (window: Page, hash: string) => window.evaluate((to) => void (location.hash = to), hash)
const hash = (window: Page) => window.evaluate(() => decodeURIComponent(location.hash))
const table = (window: Page) => window.getByRole('treegrid', { name: 'Runs' })
const filterLine = (window: Page) => window.getByRole('combobox', { name: 'Filter' })
const selected = (window: Page) => table(window).locator('tr[aria-selected="true"]')
const ids = (window: Page) => table(window).locator('tbody tr td:nth-child(2)').allInnerTexts()

/** Violations of WCAG 2.2 AA in light and dark, as one line each. */
async function violations(page: Page): Promise<string[]> {
  const lines: string[] = []
  for (const dark of [false, true]) {
    await page.evaluate((on) => void document.documentElement.classList.toggle('dark', on), dark)
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    lines.push(...found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${dark ? 'dark' : 'light'} ${id}: ${html.slice(0, 160)}`)))
  }
  return lines
}

/** A picture where the caller wants them: `RUN_LIST_PICTURES=folder`. */
async function picture(window: Page, name: string): Promise<void> {
  const folder = process.env['RUN_LIST_PICTURES']
  if (folder === undefined) return
  for (const dark of [false, true]) {
    await window.evaluate((on) => void document.documentElement.classList.toggle('dark', on), dark)
    await window.screenshot({ path: join(folder, `${name}-${dark ? 'dark' : 'light'}.png`) })
    await window.setViewportSize({ width: 1920, height: 1200 })
    await window.screenshot({ path: join(folder, `${name}-${dark ? 'dark' : 'light'}-large.png`) })
    await window.setViewportSize({ width: 1280, height: 800 })
  }
}

test('a run list is filtered, sorted, peeked into, opened, walked and come back to with the keyboard alone', async ({ launchApp }) => {
  const s3 = await startEmbeddedS3({ bucket })
  writeRuns(s3)
  const app = await launchApp({ env: credentials })
  const { window } = app
  await configure(app, s3.endpointUrl)
  await go(window, `#/project/${project}`)
  await expect(window.getByText('12 runs', { exact: true })).toBeVisible({ timeout: 20_000 })
  expect(await violations(window)).toEqual([])

  await test.step('filter with suggestions', async () => {
    await window.keyboard.press('/')
    await expect(filterLine(window)).toBeFocused()
    await window.keyboard.type('stat')
    await expect(window.getByRole('option', { name: /status:/ })).toBeVisible()
    expect(await violations(window)).toEqual([])
    await picture(window, 'suggestions')
    await window.keyboard.press('ArrowDown')
    await window.keyboard.press('Enter')
    await expect(filterLine(window)).toHaveValue('status:')
    await window.keyboard.type('fai')
    await window.keyboard.press('ArrowDown')
    await window.keyboard.press('Enter')
    await expect(window.getByText('3 runs match')).toBeVisible()
    expect(await ids(window)).toEqual(['order-012', 'order-008', 'order-004'])
    await expect(window.getByRole('button', { name: 'Remove status:failed' })).toBeVisible()
    expect(await violations(window)).toEqual([])
  })

  await test.step('a mistake is said in words and does not apply', async () => {
    await window.keyboard.type('eror:x')
    await window.keyboard.press('Enter')
    await expect(window.getByText('Column 15: “eror” is not a key. Did you mean error?')).toBeVisible()
    await expect(window.getByText('3 runs match')).toBeVisible()
    expect(await violations(window)).toEqual([])
    await picture(window, 'problem')
    await window.keyboard.press('Escape')
    await expect(filterLine(window)).toHaveValue('status:failed')
  })

  await test.step('sort by a head', async () => {
    const head = window.getByRole('button', { name: 'App id' })
    await head.focus()
    await window.keyboard.press('Enter')
    await expect(window.getByRole('columnheader', { name: 'App id' })).toHaveAttribute('aria-sort', 'ascending')
    await expect.poll(() => ids(window)).toEqual(['order-004', 'order-008', 'order-012'])
  })

  await test.step('peek and walk', async () => {
    await table(window).focus()
    await window.keyboard.press('Home')
    await window.keyboard.press('Space')
    const peek = window.getByRole('complementary', { name: 'Peek' })
    await expect(peek.getByText('order-004')).toBeVisible()
    await window.keyboard.press('j')
    await expect(peek.getByText('no rate for run 8').first()).toBeVisible()
    await expect(peek.getByText('price').first()).toBeVisible()
    expect(await violations(window)).toEqual([])
    await picture(window, 'peek')
    await window.keyboard.press('Escape')
    await expect(peek).toBeHidden()
    await expect(table(window)).toBeFocused()
  })

  await test.step('open, go to the next and the previous run of the list, and come back', async () => {
    await window.keyboard.press('Enter')
    await expect(window.getByRole('heading', { name: 'order-008' })).toBeVisible()
    await expect(window.getByText('2 of 3', { exact: true })).toBeVisible()
    await window.keyboard.press(']')
    await expect(window.getByRole('heading', { name: 'order-012' })).toBeVisible()
    await expect(window.getByText('3 of 3', { exact: true })).toBeVisible()
    expect(await violations(window)).toEqual([])
    await picture(window, 'walk')
    await window.keyboard.press('[')
    await window.keyboard.press('[')
    await expect(window.getByRole('heading', { name: 'order-004' })).toBeVisible()
    await window.keyboard.press('Alt+ArrowLeft')
    await expect(filterLine(window)).toHaveValue('status:failed')
    expect(await hash(window)).toBe(`#/project/${project}?filter=status:failed&sort=app.up`)
    await expect(selected(window)).toContainText('order-004')
  })

  await test.step('back and forward walk the filters', async () => {
    await window.keyboard.press('Alt+ArrowLeft')
    await expect(window.getByText('12 runs', { exact: true })).toBeVisible()
    await window.keyboard.press('Alt+ArrowRight')
    await expect(window.getByText('3 runs match')).toBeVisible()
  })

  await test.step('no run matches', async () => {
    await window.keyboard.press('/')
    await filterLine(window).fill('status:failed partition:nowhere')
    await window.keyboard.press('Enter')
    await expect(window.getByRole('heading', { name: 'No runs match' })).toBeVisible()
    expect(await violations(window)).toEqual([])
    await picture(window, 'nothing')
    await window.getByRole('button', { name: 'Remove partition:nowhere' }).first().press('Enter')
    await expect(window.getByText('3 runs match')).toBeVisible()
  })
  await s3.stop()
})

/** The index of a data folder with so many runs: copies of those that are there, further and further back in time. */
function multiply(dataDir: string, copies: number): void {
  const [workspace = ''] = readdirSync(join(dataDir, 'workspaces'))
  const folder = join(dataDir, 'workspaces', workspace)
  const file = join(folder, readdirSync(folder).find((name) => /^index.*\.db$/.test(name)) ?? '')
  const script = `const D = require('better-sqlite3'); const db = new D(process.argv[1])
    const own = ['run_id', 'app_id', 'rest', 'first_time_us', 'last_time_us', 'step_count']
    const other = db.prepare("SELECT name FROM pragma_table_info('run')").pluck().all().filter((name) => !own.includes(name)).join(', ')
    db.exec(\`WITH RECURSIVE copy (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM copy WHERE n < ${copies})
      INSERT INTO run (app_id, rest, first_time_us, last_time_us, step_count, \${other})
      SELECT app_id || '-' || n, rest || '-' || n, first_time_us - n * 13000003, last_time_us - n * 13000003, 1 + (n * 7919) % 997, \${other} FROM copy, run;
      UPDATE project SET run_count = (SELECT count(*) FROM run); UPDATE partition SET run_count = (SELECT count(*) FROM run) / 2;
      PRAGMA wal_checkpoint(TRUNCATE)\`); db.close()`
  const { executable, env } = electronRuntime()
  const { status, stderr } = spawnSync(executable, ['-e', script, file], { env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' }, cwd: repoRoot, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

test('a list of 100,000 runs: true count, jumps, End, few rows drawn, every frame in time', async ({ launchApp }) => {
  test.setTimeout(180_000)
  const s3 = await startEmbeddedS3({ bucket })
  writeRuns(s3)
  const first = await launchApp({ env: credentials })
  await configure(first, s3.endpointUrl)
  await go(first.window, `#/project/${project}`)
  await expect(first.window.getByText('12 runs', { exact: true })).toBeVisible({ timeout: 20_000 })
  await first.close()
  await s3.stop()
  multiply(first.dataDir, 8333)

  const { window } = await launchApp({ dataDir: first.dataDir, env: credentials })
  await go(window, `#/project/${project}`)
  await expect(window.getByText('100,008 runs', { exact: true })).toBeVisible({ timeout: 20_000 })
  await picture(window, 'many')

  await test.step('the scrollbar lands on the right rows', async () => {
    const scroller = table(window).locator('xpath=..')
    const shown = await scroller.evaluate(async (element) => {
      element.scrollTop = element.scrollHeight / 2
      const start = performance.now()
      while (performance.now() - start < 10_000) {
        await new Promise(requestAnimationFrame)
        const rows = [...element.querySelectorAll('tbody tr')]
        if (rows.length > 0 && rows.every((row) => row.getAttribute('aria-busy') === null && Number(row.getAttribute('aria-rowindex')) > 40_000)) break
      }
      return { ms: performance.now() - start, rows: element.querySelectorAll('tbody tr').length, index: element.querySelector('tbody tr')?.getAttribute('aria-rowindex') }
    })
    console.log(`rows in the middle after ${shown.ms.toFixed(0)} ms, ${shown.rows} drawn, from row ${String(shown.index)}`)
    expect(shown.ms).toBeLessThan(2_000)
    expect(shown.rows).toBeLessThan(200)
    expect(Number(shown.index)).toBeGreaterThan(49_000)
  })

  await test.step('scrolling draws each frame in time', async () => {
    const frames = await table(window).locator('xpath=..').evaluate(async (element) => {
      const gaps: number[] = []
      let before = await new Promise<number>(requestAnimationFrame)
      for (let frame = 0; frame < 180; frame++) {
        element.scrollTop += 60
        const now = await new Promise<number>(requestAnimationFrame)
        gaps.push(now - before)
        before = now
      }
      return { perSecond: 1000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length), longest: Math.max(...gaps) }
    })
    console.log(`${frames.perSecond.toFixed(1)} frames/s while scrolling, longest ${frames.longest.toFixed(0)} ms`)
  })

  await test.step('End and Home', async () => {
    await table(window).focus()
    await window.keyboard.press('End')
    await expect(selected(window)).toHaveAttribute('aria-rowindex', '100009', { timeout: 10_000 })
    await window.keyboard.press('Home')
    await expect(selected(window)).toHaveAttribute('aria-rowindex', '2')
  })

  await test.step('sorted and filtered over everything', async () => {
    const time = async (what: string, doing: () => Promise<void>): Promise<void> => {
      const start = Date.now()
      await doing()
      console.log(`${what}: ${Date.now() - start} ms to the screen`)
    }
    await time('sort by steps', async () => {
      await window.getByRole('button', { name: 'Steps' }).press('Enter')
      await expect(table(window).locator('tbody tr').first()).toContainText('997')
    })
    await time('filter', async () => {
      await filterLine(window).fill('status:failed steps:>990')
      await window.keyboard.press('Enter')
      await expect(window.getByText(/^\d+ runs match$/)).toBeVisible()
    })
    await picture(window, 'many-filtered')
    expect(await violations(window)).toEqual([])
  })
})

test('families are folded under their oldest run, and a filter keeps the way to what matches', async ({ launchApp }) => {
  const s3 = await startEmbeddedS3({ bucket })
  for (const object of generate({ seed: 'families', runs: 60, nowUs: (Date.now() - 3_600_000) * 1000 })) s3.put(object.key, object.body, object.metadata)
  const app = await launchApp({ env: credentials })
  const { window } = app
  await configure(app, s3.endpointUrl)
  await go(window, '#/project/support-bot')
  await expect(table(window).locator('tbody tr').first()).toBeVisible({ timeout: 20_000 })
  await window.getByRole('button', { name: 'Fold sub-runs and forks under their parents' }).press('Enter')
  const family = table(window).locator('tbody tr[aria-expanded="false"]').first()
  await expect(family).toBeVisible()
  await family.locator('[data-fold]').click()
  const child = table(window).locator('tbody tr[aria-level="2"]').first()
  await expect(child).toBeVisible()
  expect(await violations(window)).toEqual([])
  await picture(window, 'families')
  const appId = (await child.locator('td:nth-child(2)').innerText()).split('\n')[0]?.trim() ?? ''
  await table(window).focus()
  await window.keyboard.press('Home')
  await window.keyboard.press('/')
  await filterLine(window).fill(`app:"${appId}"`)
  await window.keyboard.press('Enter')
  await expect(window.getByText('1 family match', { exact: false })).toBeVisible()
  await expect(table(window).locator('tbody tr').first()).toHaveAttribute('aria-expanded', 'true')
  await expect(table(window).locator('tbody tr', { hasText: appId }).first()).toBeVisible()
  await picture(window, 'families-filtered')
  await s3.stop()
})
