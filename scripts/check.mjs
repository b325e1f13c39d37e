import { run } from './runtime/command.mjs'
import { inRepo, repoRoot } from './runtime/paths.mjs'
import { runMain, SetupError } from './runtime/say.mjs'

const bin = (...parts) => [inRepo('node_modules', ...parts)]

const steps = {
  types: [...bin('typescript', 'bin', 'tsc'), '-b'],
  lint: [...bin('oxlint', 'bin', 'oxlint'), '--type-aware'],
  build: [...bin('electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
  unit: [inRepo('scripts', 'test.mjs'), 'unit'],
  e2e: [inRepo('scripts', 'test.mjs'), 'e2e']
}

/** Everything a change must pass, cheapest first; stops at the first failure and names it. */
await runMain(async () => {
  for (const [name, args] of Object.entries(steps)) {
    const start = Date.now()
    console.log(`\n── ${name}`)
    const code = await run(process.execPath, args, { cwd: repoRoot })
    if (code !== 0) throw new SetupError(`check failed at: ${name}`, 'What is above says why; the later steps were not run.')
    console.log(`── ${name}: passed in ${((Date.now() - start) / 1000).toFixed(1)} s`)
  }
  console.log('\n✔ types, lint, build, unit and e2e tests passed')
})
