import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { buildIfStale } from './runtime/build.mjs'
import { startXvfb } from './runtime/display.mjs'
import { inRepo } from './runtime/paths.mjs'
import { runMain, say } from './runtime/say.mjs'
import { dressWindow, driveApp, goTo, makeDemoFolder, waitForRows } from './seed/demoApp.mjs'
import { startDemoServer } from './seed/demoServer.mjs'

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1200 }
]
const themes = ['light', 'dark', 'high-contrast']

const settle = (page) => page.waitForTimeout(600)

/** Opens a run by its address; at a step when one is named as `build.sequenceId.attempt`. */
const openRun = (run, step) => async ({ page }) => {
  await goTo(page, `#/run/${run.project}/${run.partition}/${run.appId}${step === undefined ? '' : `?step=${step}`}`)
  await page.getByText(run.shows).first().waitFor({ state: 'visible', timeout: 30_000 })
}

/** Says something about a step, once, so that the screens of annotations have something to show. */
const annotate = (page, run) =>
  page.evaluate(async ({ project, partition, appId, sequenceId, shows }) => {
    const key = { project, partitionKey: partition === '~' ? null : decodeURIComponent(partition), appId: decodeURIComponent(appId) }
    const { value } = JSON.parse(await window.burr.call('annotations.list', { run: key }))
    if (value.total > 0) return
    const said = { thumbs: 'down', note: 'Answers with a window that is not in the policy.', groundTruth: 'Returns are possible for 30 days.', pointers: [] }
    const target = { run: key, step: { build: 0, sequenceId, attempt: 0 }, action: shows, spanId: null, fieldPath: null }
    await window.burr.call('annotations.create', { ...target, tags: ['incorrect', 'to-review'], observations: [said] })
  }, run)

/** A screen with something over it or beside it, opened by a key once its rows are there. */
const withKey = (hash, key, shown) => async ({ page }) => {
  await goTo(page, hash)
  await waitForRows(page)
  await page.keyboard.press(key)
  await shown(page).waitFor({ state: 'visible', timeout: 20_000 })
}

const dialog = (page) => page.getByRole('dialog')

/** Takes away what the last screen had over it. */
const clear = async (page) => {
  for (let presses = 0; presses < 3 && (await dialog(page).count()) > 0; presses++) await page.keyboard.press('Escape')
}

const list = '#/project/support-bot'

/** The walk: a name for the file, and how to come to the screen. Add a line to add a screen. */
const walk = (runs) => [
  { screen: 'projects', open: async ({ page }) => (await goTo(page, '#/projects'), waitForRows(page)) },
  { screen: 'runs', open: async ({ page }) => (await goTo(page, '#/project/support-bot'), waitForRows(page)) },
  { screen: 'runs-partition', open: async ({ page }) => (await goTo(page, '#/project/support-bot?partition=user_42'), waitForRows(page)) },
  { screen: 'run', open: openRun(runs.chat) },
  { screen: 'run-failing-step', open: openRun(runs.failing, `0.${runs.failing.sequenceId}.0`) },
  { screen: 'run-parallel', open: openRun(runs.parallel) },
  { screen: 'run-streaming', open: openRun(runs.streaming) },
  { screen: 'run-many-steps', open: openRun(runs.long) },
  ...['code', 'graph', 'insights', 'reproduce', 'raw'].map((tab) => ({ screen: `run-${tab}`, open: openRun(runs.failing, `0.${runs.failing.sequenceId}.0&tab=${tab}`) })),
  { screen: 'run-unknown', open: ({ page }) => goTo(page, '#/run/support-bot/~/nobody') },
  { screen: 'runs-peek', open: withKey(list, 'Space', (page) => page.getByRole('complementary', { name: 'Peek' })) },
  { screen: 'runs-filtered', open: async ({ page }) => (await goTo(page, `${list}?filter=status%3Afailed`), waitForRows(page)) },
  { screen: 'runs-no-match', open: ({ page }) => goTo(page, `${list}?filter=status%3Afailed%20partition%3Anowhere`) },
  { screen: 'runs-tree', open: async ({ page }) => (await goTo(page, `${list}?tree=1`), waitForRows(page)) },
  { screen: 'runs-unknown-project', open: ({ page }) => goTo(page, '#/project/nowhere') },
  { screen: 'search', open: ({ page }) => goTo(page, '#/search?text=policy') },
  { screen: 'search-empty', open: ({ page }) => goTo(page, '#/search') },
  { screen: 'palette', open: withKey(list, 'Control+k', dialog) },
  { screen: 'shortcuts', open: withKey(list, '?', dialog) },
  { screen: 'export', open: withKey(list, 'Control+Shift+S', dialog) },
  { screen: 'keep-offline', open: withKey(list, 'Control+Shift+K', dialog) },
  { screen: 'run-annotations', open: async (driven) => (await annotate(driven.page, runs.failing), openRun(runs.failing, `0.${runs.failing.sequenceId}.0&tab=annotations`)(driven)) },
  { screen: 'annotations', open: async ({ page }) => (await goTo(page, '#/annotations/support-bot'), waitForRows(page)) },
  { screen: 'annotations-empty', open: ({ page }) => goTo(page, '#/annotations/nightly-eval') },
  { screen: 'activity', open: ({ page }) => goTo(page, '#/activity') },
  { screen: 'snapshots', open: ({ page }) => goTo(page, '#/snapshots') },
  { screen: 'settings', open: ({ page }) => goTo(page, '#/settings') }
]

const segments = (key) => /^data\/([^/]+)\/\d{4}\/\d\d\/\d\d\/\d\d\/[^/]+\/(.+)\/([^/]+)\/[^/]+__log\.jsonl$/.exec(key)

/** Runs worth a picture, found in the bucket itself: the newest whose log says what is looked for. */
const findRuns = async (server) => {
  const client = new S3Client({ endpoint: server.endpointUrl, forcePathStyle: true, region: 'us-east-1', credentials: { accessKeyId: 'demo', secretAccessKey: 'demo-secret' } })
  const logs = async (project) => {
    const keys = []
    for (let token; ; ) {
      const page = await client.send(new ListObjectsV2Command({ Bucket: server.bucket, Prefix: `data/${project}/`, ContinuationToken: token }))
      for (const { Key } of page.Contents ?? []) if (Key.endsWith('.jsonl')) keys.push(Key)
      token = page.NextContinuationToken
      if (token === undefined) return keys.toReversed()
    }
  }
  const newest = async (project, accept) => {
    for (const key of await logs(project)) {
      const text = await (await client.send(new GetObjectCommand({ Bucket: server.bucket, Key: key }))).Body.transformToString()
      const found = accept(text)
      const [, , partition, appId] = segments(key) ?? []
      if (!found || appId === undefined) continue
      return { project, partition: partition === '__none__' ? '~' : encodeURIComponent(partition), appId: encodeURIComponent(appId), shows: found.action, sequenceId: found.sequence_id }
    }
    throw new Error(`no such run in ${project}`)
  }
  const entry = (accept) => (text) => text.split('\n').map((line) => JSON.parse(line)).find(accept)
  const ended = (action) => entry((line) => line.type === 'end_entry' && line.action === action && line.exception === null)
  try {
    return {
      chat: await newest('support-bot', ended('respond')),
      failing: await newest('support-bot', entry((line) => line.type === 'end_entry' && line.action === 'answer' && line.exception !== null)),
      parallel: await newest('research-agent', ended('write')),
      streaming: await newest('streaming-chat', ended('stream_answer')),
      long: await newest('nightly-eval', entry((line) => line.type === 'end_entry' && line.sequence_id > 250))
    }
  } finally {
    client.destroy()
  }
}

/** Waits until the index has the bucket: the oldest of the wanted projects shows its runs. */
const untilIndexed = async (page) => {
  for (const project of ['support-bot', 'research-agent', 'streaming-chat', 'nightly-eval']) {
    await goTo(page, `#/project/${project}`)
    await waitForRows(page, 120_000)
  }
  await page.waitForTimeout(3000)
}

await runMain(async () => {
  const { values } = parseArgs({ options: { out: { type: 'string', default: inRepo('screenshots') }, only: { type: 'string' }, runs: { type: 'string', default: '500' } } })
  await buildIfStale({ quiet: true })
  await mkdir(values.out, { recursive: true })
  const cleanUps = []
  const failed = []
  try {
    const server = await startDemoServer({ runs: Number(values.runs), live: true })
    cleanUps.push(server.stop)
    const display = await startXvfb({ width: 1920, height: 1200 })
    cleanUps.push(display.stop)
    const folder = await makeDemoFolder(server)
    cleanUps.push(folder.remove)
    const steps = walk(await findRuns(server)).filter(({ screen }) => values.only === undefined || values.only.split(',').includes(screen))
    const driven = await driveApp({ ...folder.env, ...display.env })
    cleanUps.push(driven.close)
    await untilIndexed(driven.page)
    for (const size of sizes) {
      for (const theme of themes) {
        await dressWindow(driven, { ...size, theme: theme === 'dark' ? 'dark' : 'light' })
        await driven.page.evaluate((isHigh) => void document.documentElement.classList.toggle('contrast', isHigh), theme === 'high-contrast')
        for (const { screen, open } of steps) {
          const file = `${screen}-${theme}-${size.width}x${size.height}.png`
          try {
            await clear(driven.page)
            await open(driven)
          } catch (error) {
            failed.push(`${file}: ${String(error.message).split('\n')[0]}`)
          }
          await settle(driven.page)
          await driven.page.screenshot({ path: join(values.out, file) })
          say(file)
        }
      }
    }
  } finally {
    for (const cleanUp of cleanUps.toReversed()) await Promise.resolve(cleanUp()).catch(() => {})
  }
  for (const line of failed) say(`✖ ${line}`)
  return failed.length === 0 ? 0 : 1
})
