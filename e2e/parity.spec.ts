import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { readCorpus } from '../scripts/s3/corpus'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { generate } from '../scripts/seed/generate'
import { expect, test } from './fixtures'
import { failuresIn } from './rawFailures'
import type { RawFailure } from './rawFailures'

const bucket = 'what-failed'
const project = 'support-bot'
const credentials = { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret' }
/** What the real Burr wrote; it lies beside the repository where it is developed, and nowhere else. */
const corpus = fileURLToPath(new URL('../../shared/corpus/burr-0.40.2-sample.jsonl.gz', import.meta.url))

const encoded = (text: string): string => encodeURIComponent(text).replaceAll('~', '%7E')
const go = (window: Page, hash: string) => window.evaluate((to) => void (location.hash = to), hash)
const selected = (window: Page) => window.getByRole('tree', { name: 'Steps' }).locator('[aria-selected="true"]')

/** A state without what Burr keeps in it for itself: a step that fails logs the state it began with, under its own number. */
const withoutOwn = (state: unknown) => Object.fromEntries(Object.entries(state ?? {}).filter(([key]) => !key.startsWith('__')))

/** Three failing runs worth asking about: forks first, then those that went on after it. */
function three(failures: readonly RawFailure[]): readonly RawFailure[] {
  const worth = ({ parent, retriedBy }: RawFailure): number => (parent === null ? 0 : 2) + (retriedBy === null ? 0 : 1)
  return failures.toSorted((a, b) => worth(b) - worth(a)).slice(0, 3)
}

test('what failed, in which attempt, what the state was before, and which fork came from where', async ({ launchApp }) => {
  const objects = [...generate({ seed: 'parity', runs: 90, nowUs: Date.now() * 1000, projects: [project], strays: false })]
  const recorded = existsSync(corpus) ? readCorpus(corpus).filter(({ key }) => key.startsWith(`data/${project}/`)) : []
  if (recorded.length === 0) test.info().annotations.push({ type: 'skipped', description: 'The sample of real Burr data is not beside the repository: only generated runs are asked about.' })
  const asked = [...three(failuresIn(objects)), ...three(failuresIn(recorded))]
  expect(asked.length).toBeGreaterThanOrEqual(3)
  expect(asked.some(({ parent }) => parent !== null)).toBe(true)
  expect(asked.some(({ retriedBy }) => retriedBy !== null)).toBe(true)

  const s3 = await startEmbeddedS3({ bucket })
  for (const { key, body, metadata } of [...objects, ...recorded]) s3.put(key, body, metadata)
  const { app, window } = await launchApp({ env: credentials })
  const reply = await window.evaluate(
    ([name, endpoint]) => (globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }).burr.call('settings.update', { bucket: name, endpointUrl: endpoint, updateIntervalMs: 60_000 }),
    [bucket, s3.endpointUrl] as const
  )
  expect(JSON.parse(reply)).toMatchObject({ ok: true })
  await go(window, `#/project/${project}`)
  await expect(window.getByRole('treegrid', { name: 'Runs' }).getByRole('row').nth(1)).toBeVisible({ timeout: 20_000 })

  for (const failure of asked) {
    const { appId, partitionKey, sequenceId, action, error, stateBefore, parent, retriedBy } = failure
    const [, type = '', message = ''] = /^(?:[\w]+\.)*(\w+): (.{1,40})/.exec(error) ?? []
    await test.step(`${appId}, step ${sequenceId}`, async () => {
      await go(window, `#/run/${project}/${partitionKey === null ? '~' : encoded(partitionKey)}/${encoded(appId)}`)
      await expect(window).toHaveTitle(`${appId} – ${project} – Burr Desktop`)
      // It opens where it went wrong.
      await expect(selected(window)).toContainText(action, { timeout: 20_000 })
      await expect(selected(window)).toContainText(new RegExp(`^${sequenceId}`))
      await expect(selected(window)).toContainText(message)
      for (const words of [type, message]) await expect(window.getByRole('region', { name: 'Exception' })).toContainText(words)
      // The first attempt bears no mark; the one after it says that it is one.
      await expect(selected(window)).not.toContainText('retry')
      if (retriedBy !== null) {
        await expect(window.getByRole('treeitem').filter({ hasText: new RegExp(`^${retriedBy}${action}`) })).toContainText('retry 1, inferred')
      }
      const state = window.getByRole('region', { name: 'State' })
      await state.getByRole('radio', { name: 'Before' }).click()
      await state.getByRole('button', { name: 'Copy the state as logged' }).click()
      await expect.poll(async () => withoutOwn(JSON.parse((await app.evaluate(({ clipboard }) => clipboard.readText())) || 'null'))).toEqual(withoutOwn(stateBefore))
      const family = window.getByRole('navigation', { name: 'Family of the run' })
      if (parent === null) return
      await expect(family).toContainText(parent.appId)
      if (parent.sequenceId !== null) await expect(family).toContainText(`@ ${parent.sequenceId}`)
      await family.getByRole('link', { name: parent.appId }).first().press('Enter')
      await expect(window.getByRole('heading', { name: parent.appId, exact: true })).toBeVisible()
    })
  }

  await test.step('a partition and a parent are one press away in the list', async () => {
    await go(window, `#/project/${project}?filter=fork:yes`)
    const fork = window.getByRole('treegrid', { name: 'Runs' }).getByRole('link', { name: /^Forked from/ }).first()
    const from = /^Forked from ([^.]+)/.exec((await fork.textContent()) ?? '')?.[1] ?? ''
    await fork.click()
    await expect(window.getByRole('heading', { name: from, exact: true })).toBeVisible()
    await window.keyboard.press('Alt+ArrowLeft')
    const partition = window.locator('a[data-partition]').first()
    const name = (await partition.textContent()) ?? ''
    await partition.click()
    await expect(window.getByLabel('Partition', { exact: true })).toHaveValue(`key ${name}`)
    expect(await window.evaluate(() => decodeURIComponent(location.hash))).toContain('filter=fork:yes')
  })
  await s3.stop()
})
