import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of the package a module lies in; `undefined` = none. Folders without a name of their own (`dist/esm`) belong to the one above. */
const packageFolder = (file) => {
  for (let folder = dirname(file); folder.includes('node_modules'); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name) return folder
  }
  return undefined
}

/** The path of a module without what bundlers put around it: a leading zero byte, a query. */
const pathOf = (id) => id.replace(/^\0/, '').replace(/\?.*$/, '')

/** A Vite plugin: writes the folders of the packages whose code is in the output to `packages.json` beside it. */
export const bundledPackages = (root) => ({
  name: 'bundled-packages',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((each) => (each.type === 'chunk' ? Object.keys(each.modules) : []))
    const folders = new Set(modules.map(pathOf).filter((path) => path.includes('node_modules')).map(packageFolder))
    const relative = [...folders].flatMap((folder) => (folder === undefined ? [] : [folder.slice(root.length).replace(/^\//, '')]))
    if (relative.length > 0) this.emitFile({ type: 'asset', fileName: 'packages.json', source: `${JSON.stringify(relative.toSorted(), null, 2)}\n` })
  }
})
