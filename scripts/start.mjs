import { run } from './runtime/command.mjs'
import { buildIfStale } from './runtime/build.mjs'
import { hasDisplay } from './runtime/display.mjs'
import { electronRuntime } from './runtime/electron.mjs'
import { isRoot, repoRoot } from './runtime/paths.mjs'
import { runMain, SetupError } from './runtime/say.mjs'

/** Opens the app with the given arguments. */
await runMain(async () => {
  const { executable, env } = electronRuntime()
  await buildIfStale()
  if (!hasDisplay()) {
    throw new SetupError('There is no display to open a window on.', 'Set DISPLAY, or try: npm run demo -- --screenshot out.png')
  }
  const flags = isRoot() ? ['--no-sandbox'] : []
  return run(executable, [...flags, repoRoot, ...process.argv.slice(2)], { env: { ...process.env, ...env } })
})
