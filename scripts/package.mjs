import { build } from './runtime/build.mjs'
import { run } from './runtime/command.mjs'
import { electronRuntime } from './runtime/electron.mjs'
import { inRepo, repoRoot } from './runtime/paths.mjs'
import { runMain } from './runtime/say.mjs'

/** `package.mjs [electron-builder arguments]`: packages the app around the prepared Electron; a plain folder by default. */
await runMain(async () => {
  const { dist, version, env } = electronRuntime()
  await build({ quiet: true })
  const given = process.argv.slice(2)
  const args = [
    inRepo('node_modules', 'electron-builder', 'cli.js'),
    ...(given.length > 0 ? given : ['--dir']),
    '--publish=never',
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${version}`
  ]
  return run(process.execPath, args, { cwd: repoRoot, env: { ...process.env, ...env } })
})
