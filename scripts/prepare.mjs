import { ensureDebianPackages } from './runtime/debian.mjs'
import { ensurePackages } from './runtime/packages.mjs'
import { runMain, SetupError } from './runtime/say.mjs'

/** Makes a fresh clone ready to run: packages, system libraries, Electron, native module. `--only npm` stops after the first. */
const prepare = async (args) => {
  const onlyPackages = args.join(' ') === '--only npm'
  if (args.length > 0 && !onlyPackages) throw new SetupError(`Unknown arguments: ${args.join(' ')}`, 'Usage: prepare.mjs [--only npm]')
  await ensurePackages()
  if (onlyPackages) return
  await ensureDebianPackages()
  const { ensureElectron } = await import('./runtime/electron.mjs')
  await ensureElectron()
}

await runMain(() => prepare(process.argv.slice(2)))
