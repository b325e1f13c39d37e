import { buildIfStale } from './runtime/build.mjs'
import { run } from './runtime/command.mjs'
import { ensureDisplay } from './runtime/display.mjs'
import { electronRuntime } from './runtime/electron.mjs'
import { inRepo, repoRoot } from './runtime/paths.mjs'
import { runMain } from './runtime/say.mjs'

/** Runs a benchmark: `npm run bench -- <name>`. */
await runMain(async () => {
  const { env } = electronRuntime()
  await buildIfStale({ quiet: true })
  const args = [inRepo('node_modules', 'tsx', 'dist', 'cli.mjs'), inRepo('scripts', 'bench', 'main.ts')]
  const [name, ...rest] = process.argv.slice(2)
  const display = name === 'start' || name === 'ui' ? await ensureDisplay() : { env: {}, stop: () => {} }
  try {
    return await run(process.execPath, [...args, name, ...rest].filter(Boolean), { cwd: repoRoot, env: { ...process.env, ...env, ...display.env } })
  } finally {
    display.stop()
  }
})
