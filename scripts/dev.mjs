import { run } from './runtime/command.mjs'
import { hasDisplay } from './runtime/display.mjs'
import { electronRuntime } from './runtime/electron.mjs'
import { inRepo, isRoot, repoRoot } from './runtime/paths.mjs'
import { runMain, SetupError } from './runtime/say.mjs'

/** Runs the app from its sources: the window reloads on change, the main process restarts. */
await runMain(() => {
  const { env } = electronRuntime()
  if (!hasDisplay()) throw new SetupError('There is no display to open a window on.', 'Set DISPLAY and try again.')
  const builder = inRepo('node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const args = [builder, 'dev', '--watch', ...process.argv.slice(2)]
  const sandbox = isRoot() ? { NO_SANDBOX: '1' } : {}
  return run(process.execPath, args, { cwd: repoRoot, env: { ...process.env, ...env, ...sandbox } })
})
