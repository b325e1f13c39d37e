import { capture, run } from './command.mjs'
import { isRoot } from './paths.mjs'
import { say, SetupError } from './say.mjs'

const libraries = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libxtst6', 'libnotify4']
const virtualDisplay = ['xvfb', 'xauth']

/** Since Debian 13 and Ubuntu 24.04 some libraries carry a suffix for their 64-bit time type. */
const spellings = (name) => [`${name}t64`, name]

const installedPackages = async (names) => {
  const query = ['-W', '-f=${db:Status-Abbrev} ${Package}\\n', ...names]
  const { code, stdout } = await capture('dpkg-query', query)
  if (code === 127) return undefined
  return new Set(stdout.split('\n').flatMap((line) => /^ii\s+(\S+)$/.exec(line)?.[1] ?? []))
}

const missingOf = async (wanted) => {
  const installed = await installedPackages(wanted.flatMap(spellings))
  if (!installed) return []
  return wanted.filter((name) => !spellings(name).some((spelling) => installed.has(spelling)))
}

/** Each package as this system's apt spells it. */
const asAptKnows = async (names) => {
  const { stdout } = await capture('apt-cache', ['show', '--no-all-versions', ...names.flatMap(spellings)])
  const known = new Set([...stdout.matchAll(/^Package: (\S+)$/gm)].map(([, name]) => name))
  return names.map((name) => spellings(name).find((spelling) => known.has(spelling)) ?? name)
}

/** Installs those of the packages that are missing, as root; else throws with the command that does. `need` ends "System packages that …". */
export const installDebianPackages = async (wanted, need) => {
  if (process.platform !== 'linux') return
  const missing = await missingOf(wanted)
  if (missing.length === 0) return
  const install = ['install', '-y', '--no-install-recommends', ...(await asAptKnows(missing))]
  const advice = `Install them with: sudo apt-get update && sudo apt-get ${install.join(' ')}`
  const { code: aptCode } = await capture('apt-get', ['--version'])
  if (!isRoot() || aptCode !== 0) throw new SetupError(`System packages that ${need} are missing: ${missing.join(', ')}.`, advice)
  say(`Installing system packages: ${missing.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env, stdio: ['ignore', 'ignore', 2] })
  await apt('update')
  const [verb, yes, lean] = install
  const code = await apt(verb, yes, lean, ...(await asAptKnows(missing)))
  if (code !== 0) throw new SetupError('apt-get could not install the system packages.', advice)
}

/** Installs the system libraries that Electron needs on Debian and Ubuntu, or says which command does it. */
export const ensureDebianPackages = () => {
  const hasDisplay = process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  return installDebianPackages([...libraries, ...(hasDisplay ? [] : virtualDisplay)], 'Electron needs')
}
