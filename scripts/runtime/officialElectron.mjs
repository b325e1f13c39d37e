import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, toStderr } from './command.mjs'
import { inRepo, repoRoot } from './paths.mjs'
import { say } from './say.mjs'

const probeTimeoutMs = 4000

const readTrimmed = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined)

const declaredVersion = () => JSON.parse(readFileSync(inRepo('node_modules', 'electron', 'package.json'), 'utf8')).version

/** The official runtime that Electron's own package has downloaded, or undefined where it has not. */
export const officialElectron = () => {
  const folder = inRepo('node_modules', 'electron')
  const path = readTrimmed(join(folder, 'path.txt'))
  const version = readTrimmed(join(folder, 'dist', 'version'))?.replace(/^v/, '')
  if (!path || version !== declaredVersion()) return undefined
  const executable = join(folder, 'dist', path)
  return existsSync(executable) ? { kind: 'official', version, dist: join(folder, 'dist'), executable } : undefined
}

/** Whether the host that publishes Electron answers for the version this project declares. */
const hostAnswers = async () => {
  const { ELECTRON_MIRROR, npm_config_electron_mirror } = process.env
  const mirror = ELECTRON_MIRROR || npm_config_electron_mirror || 'https://github.com/electron/electron/releases/download/'
  const url = `${mirror.replace(/\/?$/, '/')}v${declaredVersion()}/SHASUMS256.txt`
  try {
    const reply = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(probeTimeoutMs) })
    return reply.ok
  } catch {
    return false
  }
}

/** Downloads the official runtime with Electron's own installer; undefined where its host cannot be reached. */
export const ensureOfficialElectron = async () => {
  const present = officialElectron()
  if (present) return present
  if (!(await hostAnswers())) return undefined
  say(`Downloading Electron ${declaredVersion()} …`)
  const installer = inRepo('node_modules', 'electron', 'install.js')
  const code = await run(process.execPath, [installer], { cwd: repoRoot, stdio: toStderr })
  return code === 0 ? officialElectron() : undefined
}
