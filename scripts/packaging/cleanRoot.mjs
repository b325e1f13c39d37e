import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { capture, run } from '../runtime/command.mjs'
import { installDebianPackages } from '../runtime/debian.mjs'
import { isRoot } from '../runtime/paths.mjs'
import { say } from '../runtime/say.mjs'

const quiet = { stdio: ['ignore', 'ignore', 2] }
const mounts = [
  { name: 'proc', how: ['-t', 'proc', 'proc'] },
  { name: 'sys', how: ['-t', 'sysfs', '-o', 'ro', 'sys'] },
  { name: 'dev', how: ['-t', 'tmpfs', '-o', 'mode=755', 'dev'] },
  { name: 'dev/pts', how: ['-t', 'devpts', '-o', 'newinstance,ptmxmode=0666', 'pts'] },
  { name: 'dev/shm', how: ['-t', 'tmpfs', '-o', 'mode=1777', 'shm'] },
  { name: 'tmp', how: ['-t', 'tmpfs', '-o', 'mode=1777', 'tmp'] }
]
const devices = { null: [1, 3], zero: [1, 5], full: [1, 7], random: [1, 8], urandom: [1, 9], tty: [5, 0] }

/** Why a clean root cannot be made here; `null` = it can. */
export const whyNoCleanRoot = () => {
  if (process.platform !== 'linux') return 'a Debian package is tried on Linux only'
  if (!isRoot()) return 'making a clean root needs root'
  if (!existsSync('/usr/bin/apt-get')) return 'this is not Debian'
  return null
}

/** This machine cannot give a clean root; the message says why. It tells nothing about the package. */
export class NoCleanRoot extends Error {}

/** A fresh minimal Debian in `folder`: nothing but what every Debian has. `inside(command)` runs a command there, `close()` lets go of it. */
export const openCleanRoot = async ({ folder, suite = 'bookworm', mirror = 'http://deb.debian.org/debian' }) => {
  await installDebianPackages(['debootstrap'], 'making a clean root needs')
  if (!existsSync(join(folder, 'usr/bin/apt-get'))) {
    say(`Making a clean Debian (${suite}) …`)
    mkdirSync(folder, { recursive: true })
    const code = await run('debootstrap', ['--variant=minbase', suite, folder, mirror], quiet)
    if (code !== 0) throw new NoCleanRoot('debootstrap failed; its messages above say why')
  }
  // Its users are others than the one who made it.
  chmodSync(folder, 0o755)
  const done = []
  const close = async () => {
    for (const name of done.splice(0).toReversed()) await capture('umount', ['-l', join(folder, name)])
  }
  for (const { name, how } of mounts) {
    mkdirSync(join(folder, name), { recursive: true })
    const mounted = await capture('mount', [...how, join(folder, name)])
    if (mounted.code !== 0) {
      await close()
      throw new NoCleanRoot(`${name} could not be mounted in it: ${mounted.stderr.toString().trim()}`)
    }
    done.push(name)
  }
  for (const [name, [major, minor]] of Object.entries(devices)) await capture('mknod', ['-m', '666', join(folder, 'dev', name), 'c', String(major), String(minor)])
  symlinkSync('pts/ptmx', join(folder, 'dev/ptmx'))
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive', LANG: 'C.UTF-8', HOME: '/root' }
  const inside = (args, options = quiet) => run('chroot', [folder, ...args], { env, ...options })
  return { folder, inside, close }
}
