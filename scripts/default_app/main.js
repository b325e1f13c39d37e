import { app } from 'electron'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The modules to load first and the folder or file to run, as the command line names them. */
const parse = (args) => {
  const preload = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (arg === '-r' || arg === '--require') preload.push(args[++i])
    else if (arg.startsWith('--require=')) preload.push(arg.slice('--require='.length))
    else if (!arg.startsWith('-')) return { preload, target: resolve(arg) }
  }
  return { preload, target: undefined }
}

/** The entry file of an application folder, after telling Electron whose application it is. */
const adopt = (folder) => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const name = manifest.productName ?? manifest.name
  if (name) {
    app.setName(name)
    app.setPath('userData', join(app.getPath('appData'), name))
  }
  if (manifest.version) app.setVersion(manifest.version)
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName)
  app.setAppPath(folder)
  return createRequire(join(folder, 'package.json')).resolve(`./${manifest.main ?? 'index.js'}`)
}

const { preload, target } = parse(process.argv.slice(1))
const require = createRequire(join(process.cwd(), 'package.json'))
for (const module of preload) require(module)

if (!target || !existsSync(target)) {
  console.error(target ? `There is no application at ${target}` : 'Usage: electron [options] <folder or file> [arguments]')
  process.exit(1)
}
const isFolder = statSync(target).isDirectory()
if (!isFolder) app.setAppPath(dirname(target))
// Awaited, because Electron holds back its "ready" event until this module has been evaluated.
await import(pathToFileURL(isFolder ? adopt(target) : target).href)
