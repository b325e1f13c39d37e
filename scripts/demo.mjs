import { parseArgs } from 'node:util'
import { buildIfStale } from './runtime/build.mjs'
import { run } from './runtime/command.mjs'
import { ensureDisplay, hasDisplay } from './runtime/display.mjs'
import { electronRuntime } from './runtime/electron.mjs'
import { runMain, say, SetupError } from './runtime/say.mjs'
import { dressWindow, driveApp, electronArgs, goTo, makeDemoFolder, waitForRows } from './seed/demoApp.mjs'
import { startDemoServer } from './seed/demoServer.mjs'

const usage = `npm run demo -- [--runs N] [--seed TEXT] [--screenshot out.png]

Opens the app on an S3 server of its own with generated runs (400, or N), to which new events keep coming.
With --screenshot it needs no display: it saves a picture of the runs and ends.`

const readArguments = () => {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '400' },
        seed: { type: 'string', default: 'burr' },
        screenshot: { type: 'string' },
        help: { type: 'boolean', default: false }
      }
    })
    if (!/^[1-9]\d*$/.test(values.runs)) throw new Error(`--runs takes a number, not "${values.runs}"`)
    return values
  } catch (error) {
    throw new SetupError(error.message, usage)
  }
}

/** Undoes things in the reverse order of their making, once, also when the demo is stopped from outside. */
const makeCleanUp = () => {
  const steps = []
  let done
  const cleanUp = () => (done ??= steps.reduceRight((before, step) => before.then(step).catch(() => {}), Promise.resolve()))
  return { add: (step) => steps.push(step), cleanUp }
}

const takePicture = async (env, path, add) => {
  const display = await ensureDisplay()
  add(display.stop)
  const driven = await driveApp({ ...env, ...display.env })
  add(driven.close)
  await dressWindow(driven, { width: 1280, height: 800, theme: 'light' })
  await goTo(driven.page, '#/project/support-bot')
  try {
    await waitForRows(driven.page)
  } catch {
    await driven.page.screenshot({ path })
    throw new SetupError('No run came on screen within a minute.', `${path} shows what was there instead.`)
  }
  // One more poll, so that the picture shows the newest runs and not the first batch.
  await driven.page.waitForTimeout(4000)
  await driven.page.screenshot({ path })
  say(`Saved ${path}`)
}

await runMain(async () => {
  const options = readArguments()
  if (options.help) return void say(usage)
  if (options.screenshot === undefined && !hasDisplay()) {
    throw new SetupError('There is no display here, so no window can be opened.', 'A picture can be had all the same: npm run demo -- --screenshot out.png')
  }
  const { executable, env: electronEnv } = electronRuntime()
  await buildIfStale({ quiet: true })
  const { add, cleanUp } = makeCleanUp()
  const stopped = (signal) => void cleanUp().then(() => process.exit(signal === 'SIGINT' ? 130 : 143))
  if (options.screenshot !== undefined) for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stopped)
  try {
    say(`Filling a bucket with ${options.runs} runs …`)
    const server = await startDemoServer({ runs: Number(options.runs), seed: options.seed })
    add(server.stop)
    say(`${server.objects} objects in ${server.bucket} at ${server.endpointUrl}; new events keep coming.`)
    const folder = await makeDemoFolder(server)
    add(folder.remove)
    if (options.screenshot !== undefined) {
      await takePicture(folder.env, options.screenshot, add)
      return 0
    }
    say('Close the window or press Ctrl+C to end.')
    return await run(executable, electronArgs(), { env: { ...folder.env, ...electronEnv } })
  } finally {
    await cleanUp()
  }
})
