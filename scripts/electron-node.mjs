import { run } from './runtime/command.mjs'
import { electronRuntime } from './runtime/electron.mjs'
import { runMain } from './runtime/say.mjs'

/** Runs a JavaScript file with its arguments on the Node inside the prepared Electron. */
await runMain(() => {
  const { executable, env } = electronRuntime()
  return run(executable, process.argv.slice(2), { env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' } })
})
