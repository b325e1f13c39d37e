import { run } from './runtime/command.mjs'
import { buildIfStale } from './runtime/build.mjs'
import { preparedElectron } from './runtime/electron.mjs'
import { inRepo } from './runtime/paths.mjs'
import { runMain, SetupError } from './runtime/say.mjs'

const prepare = async () => {
  const code = await run(process.execPath, [inRepo('scripts', 'prepare.mjs')], { stdio: ['ignore', 2, 2] })
  const runtime = code === 0 ? preparedElectron() : undefined
  if (!runtime) throw new SetupError('Electron could not be prepared.', 'The messages above say why.')
  return runtime
}

/** Runs a headless command of the app; standard output carries nothing but what the command prints. */
await runMain(async () => {
  const runtime = preparedElectron() ?? (await prepare())
  await buildIfStale({ quiet: true })
  const env = { ...process.env, ...runtime.env, ELECTRON_RUN_AS_NODE: '1' }
  return run(runtime.executable, [inRepo('out', 'main', 'cli.js'), ...process.argv.slice(2)], { env })
})
