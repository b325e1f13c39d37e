import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { npm, run, toStderr } from './command.mjs'
import { inRepo, repoRoot } from './paths.mjs'
import { say, SetupError } from './say.mjs'

const stampFile = inRepo('node_modules', '.burr-desktop-lock')

const readText = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)

const packagesOf = (text) => {
  try {
    return JSON.parse(text).packages
  } catch {
    return undefined
  }
}

/** Whether npm's own record of what it installed holds everything that the lock file asks of this platform. */
const isComplete = (lockText) => {
  const wanted = packagesOf(lockText)
  const installed = packagesOf(readText(inRepo('node_modules', '.package-lock.json')) ?? '')
  if (!wanted || !installed) return false
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer }]) => {
    if (path === '') return true
    const found = installed[path]
    return found ? found.version === version : Boolean(optional || devOptional || peer)
  })
}

/** Makes node_modules what package-lock.json says; a complete folder is left alone, an older one is updated in place. */
export const ensurePackages = async () => {
  const lockText = readFileSync(inRepo('package-lock.json'), 'utf8')
  const hash = createHash('sha256').update(lockText).digest('hex')
  if (readText(stampFile) === hash) return
  if (!isComplete(lockText)) {
    const fresh = !existsSync(inRepo('node_modules'))
    say(fresh ? 'Installing packages (npm ci) …' : 'Bringing packages up to date (npm install) …')
    const { file, args } = npm(...(fresh ? ['ci'] : ['install', '--no-save']), '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error')
    const code = await run(file, args, { cwd: repoRoot, stdio: toStderr })
    if (code !== 0) {
      throw new SetupError('The packages could not be installed.', 'Read npm\'s message above; then run: npm ci')
    }
  }
  writeFileSync(stampFile, hash)
}
