import { buildIfStale } from './runtime/build.mjs'
import { run } from './runtime/command.mjs'
import { electronRuntime } from './runtime/electron.mjs'
import { inRepo, repoRoot } from './runtime/paths.mjs'
import { runMain } from './runtime/say.mjs'

/** Runs a benchmark: `npm run bench -- <name>`. */
await runMain(async () => {
  const { env } = electronRuntime()
  await buildIfStale({ quiet: true })
  const args = [inRepo('node_modules', 'tsx', 'dist', 'cli.mjs'), inRepo('scripts', 'bench', 'main.ts')]
  return run(process.execPath, [...args, ...process.argv.slice(2)], { cwd: repoRoot, env: { ...process.env, ...env } })
})
