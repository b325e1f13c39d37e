import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { listPackage } from '@electron/asar'
import fuses from '@electron/fuses'
import { inRepo } from '../runtime/paths.mjs'
import { runMain, say, SetupError } from '../runtime/say.mjs'
import { startDemoServer } from '../seed/demoServer.mjs'
import { fusesFor } from './afterPack.mjs'
import { NoCleanRoot, openCleanRoot, whyNoCleanRoot } from './cleanRoot.mjs'

const { FuseV1Options, getCurrentFuseWire } = fuses
/** A fuse in the binary is one character. */
const burnt = (on) => (on ? '1' : '0').charCodeAt(0)
const home = '/home/tester'
const ids = { uid: 4242, gid: 4242 }
const startLimitMs = 90_000

const passed = []
const check = (name, holds, told = '') => {
  if (!holds) throw new SetupError(`The package failed: ${name}${told === '' ? '' : ` (${told})`}.`, 'It was not removed: look into the clean root.')
  passed.push(name)
  say(`✓ ${name}`)
}

const newestDeb = () => {
  const dist = inRepo('dist')
  const name = existsSync(dist) ? readdirSync(dist).filter((each) => each.endsWith('.deb')).sort().at(-1) : undefined
  if (name === undefined) throw new SetupError('There is no .deb in dist/.', 'Make one first: npm run package')
  return join(dist, name)
}

const install = async (root, deb) => {
  copyFileSync(deb, join(root.folder, 'tmp', basename(deb)))
  if ((await root.inside(['apt-get', '-qq', 'update'])) !== 0) throw new NoCleanRoot('Debian’s packages cannot be reached from it')
  const install = ['apt-get', '-qq', '-y', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends', 'install']
  check('apt installs it with what it depends on', (await root.inside([...install, `/tmp/${basename(deb)}`])) === 0)
  if ((await root.inside([...install, 'xvfb', 'xauth', 'xdg-utils', 'shared-mime-info', 'desktop-file-utils', 'iproute2'])) !== 0) throw new SetupError('Xvfb could not be installed in the clean root.', 'See above.')
  for (const file of ['usr/bin/burr-desktop', 'usr/share/applications/burr-desktop.desktop', 'usr/share/mime/packages/burr-desktop.xml', 'usr/share/icons/hicolor/256x256/apps/burr-desktop.png']) {
    check(`/${file} is there`, lstatSync(join(root.folder, file), { throwIfNoEntry: false }) !== undefined)
  }
  check('the desktop entry is valid', (await root.inside(['desktop-file-validate', '/usr/share/applications/burr-desktop.desktop'])) === 0)
  if (!existsSync(join(root.folder, home))) await root.inside(['useradd', '-m', '-u', String(ids.uid), '-s', '/bin/sh', 'tester'])
}

/** What a person's shell gives the app, with the demo's bucket named. */
const environment = (server) => ({
  PATH: '/usr/bin:/bin',
  HOME: home,
  USER: 'tester',
  LANG: 'C.UTF-8',
  XDG_RUNTIME_DIR: '/tmp',
  BURR_DESKTOP_DATA_DIR: `${home}/data`,
  BURR_S3_BUCKET: server.bucket,
  BURR_UPDATE_INTERVAL_MILLISECONDS: '3000',
  BURR_DESKTOP_FORCE_PATH_STYLE: 'true',
  AWS_ENDPOINT_URL: server.endpointUrl,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'demo',
  AWS_SECRET_ACCESS_KEY: 'demo-secret'
})

const asTester = (root, env, script) =>
  spawn('/usr/sbin/chroot', [`--userspec=${ids.uid}:${ids.gid}`, root.folder, '/bin/sh', '-c', `cd ${home} && ${script}`], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })

/** The address of the page's debugging port, which Chromium prints. */
const debuggingAddress = (child) =>
  new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new SetupError('The app did not start in time.', text.slice(-2000))), startLimitMs)
    child.stderr.on('data', (chunk) => {
      text += chunk
      const found = /DevTools listening on (ws:\S+)/.exec(text)
      if (found === null) return
      clearTimeout(timer)
      resolve(found[1])
    })
    child.on('exit', (code) => reject(new SetupError(`The app ended with ${code}.`, text.slice(-2000))))
  })

/** The processes of the installed program: what they were started with and how the kernel confines them. */
const processesOfApp = () =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      if (!command.includes('/usr/lib/burr-desktop/burr-desktop-bin')) return []
      const of = (name) => new RegExp(`^${name}:\\s+(.+)$`, 'm').exec(status)?.[1] ?? ''
      return [{ command, uid: Number(of('Uid').split(/\s/)[0]), seccomp: Number(of('Seccomp')), namespaces: of('NSpid').split(/\s+/).length }]
    } catch {
      return []
    }
  })

/** Ends a process that leads a group, with all it started. */
const endGroup = ({ pid }) => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM')
  } catch {
    // It has ended by itself.
  }
}

const lookAt = async (root, server, screenshot) => {
  const child = asTester(root, environment(server), 'exec xvfb-run -a -s "-screen 0 1280x800x24" burr-desktop --remote-debugging-port=0')
  const { chromium } = await import('playwright')
  try {
    const browser = await chromium.connectOverCDP(await debuggingAddress(child))
    const page = browser.contexts()[0].pages()[0] ?? (await browser.contexts()[0].waitForEvent('page'))
    await page.getByRole('row').filter({ hasText: 'support-bot' }).first().waitFor({ timeout: 60_000 })
    check('a plain user sees the projects of the bucket', true)
    const all = processesOfApp()
    const renderers = all.filter(({ command }) => command.includes('--type=renderer'))
    check('nothing of it runs as root', all.length > 0 && all.every(({ uid }) => uid === ids.uid))
    check('pages run in the sandbox', renderers.length > 0 && renderers.every(({ command, seccomp, namespaces }) => seccomp === 2 && namespaces > 1 && !command.includes('--no-sandbox')), JSON.stringify(renderers.map(({ seccomp, namespaces }) => ({ seccomp, namespaces }))))
    writeFileSync(screenshot, await page.screenshot())
    await browser.close()
  } finally {
    endGroup(child)
    await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve()))
  }
}

const commandWorks = async (root, server) => {
  const child = asTester(root, { ...environment(server), BURR_DESKTOP_DATA_DIR: `${home}/other` }, 'burr-desktop index --json')
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  check('its command indexes the bucket where there is no display', code === 0 && /"runs"|runs/.test(text), text.slice(0, 300))
}

const remove = async (root) => {
  check('apt removes it', (await root.inside(['apt-get', '-qq', '-y', 'purge', 'burr-desktop'])) === 0)
  const left = ['usr/lib/burr-desktop', 'usr/bin/burr-desktop', 'usr/share/applications/burr-desktop.desktop'].filter((file) => existsSync(join(root.folder, file)))
  check('nothing of it is left', left.length === 0, left.join(', '))
}

/** What is burnt into the binary and what lies in its archive. */
const lookInside = async (root) => {
  const program = join(root.folder, 'usr/lib/burr-desktop')
  const wire = await getCurrentFuseWire(join(program, 'burr-desktop-bin'))
  const wrong = Object.entries(fusesFor('linux')).filter(([name, on]) => /^\d+$/.test(name) && wire[name] !== burnt(on))
  check('its fuses are as they were set', wrong.length === 0, wrong.map(([name]) => FuseV1Options[name]).join(', '))
  const shipped = new Set(listPackage(join(program, 'resources/app.asar'), {}))
  const missing = readdirSync(inRepo('out', 'main')).filter((file) => file.endsWith('.js') && !shipped.has(`/out/main/${file}`))
  check('its archive holds every part of the program', missing.length === 0, missing.join(', '))
  check('its archive holds the licences of what is in it', shipped.has('/out/THIRD-PARTY-LICENSES.txt'))
}

const tryPackage = async ({ deb, folder, screenshot }) => {
  const root = await openCleanRoot({ folder })
  const server = await startDemoServer({ runs: 40, seed: 'deb' })
  try {
    await install(root, deb)
    await lookInside(root)
    await commandWorks(root, server)
    await lookAt(root, server, screenshot)
    await remove(root)
  } finally {
    await server.stop()
    await root.close()
  }
}

/** `testDeb.mjs [--screenshot F] [--root FOLDER]`: installs the newest .deb of dist/ in a clean Debian, uses it as a plain user, removes it. */
await runMain(async () => {
  const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined)
  const why = whyNoCleanRoot()
  if (why !== null) {
    say(`The .deb was not tried: ${why}.`)
    return 0
  }
  const deb = newestDeb()
  const kept = option('--root')
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'burr-desktop-root-'))
  const started = Date.now()
  try {
    await tryPackage({ deb, folder, screenshot: option('--screenshot') ?? join(tmpdir(), 'burr-desktop-deb.png') })
  } catch (error) {
    if (!(error instanceof NoCleanRoot)) throw error
    say(`The .deb was not tried: ${error.message}.`)
    return 0
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true })
  }
  say(`The .deb passed ${passed.length} checks in ${Math.round((Date.now() - started) / 1000)} s.`)
  return 0
})
