import { existsSync } from 'node:fs'
import { build } from './runtime/build.mjs'
import { run } from './runtime/command.mjs'
import { electronRuntime } from './runtime/electron.mjs'
import { inRepo, repoRoot } from './runtime/paths.mjs'
import { runMain, say } from './runtime/say.mjs'
import { makeDeb } from './packaging/deb.mjs'
import { writeLicences, writeSbom } from './packaging/thirdParty.mjs'

const unpacked = inRepo('dist', 'linux-unpacked')

/**
 * `package.mjs [electron-builder arguments]`: packages the app around the prepared Electron. By default a plain folder, and where Debian's
 * tools are, a .deb of it.
 */
await runMain(async () => {
  const { dist, version, env } = electronRuntime()
  await build({ quiet: true })
  say(`Licences of ${writeLicences()} packages written`)
  const given = process.argv.slice(2)
  const args = [
    inRepo('node_modules', 'electron-builder', 'cli.js'),
    ...(given.length > 0 ? given : ['--dir']),
    '--publish=never',
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${version}`
  ]
  const code = await run(process.execPath, args, { cwd: repoRoot, env: { ...process.env, ...env } })
  if (code !== 0 || given.length > 0 || process.platform !== 'linux') return code
  say(`${await writeSbom(inRepo('dist', 'burr-desktop.cdx.json'), { electronVersion: version })} components in dist/burr-desktop.cdx.json`)
  if (!existsSync('/usr/bin/dpkg-deb')) {
    say('No .deb was made: dpkg-deb is not on this machine.')
    return 0
  }
  say(`Packed ${await makeDeb({ src: unpacked, dest: inRepo('dist') })}`)
  return 0
})
