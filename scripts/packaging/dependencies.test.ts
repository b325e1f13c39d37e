import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inRepo } from '../runtime/paths.mjs'

interface Locked {
  readonly hasInstallScript?: boolean
  readonly license?: string
  readonly integrity?: string
  /** For another system than the one that made the lock. */
  readonly optional?: boolean
}

const lock = JSON.parse(readFileSync(inRepo('package-lock.json'), 'utf8')) as { packages: Record<string, Locked> }
const packages = Object.entries(lock.packages).filter(([path]) => path !== '').map(([path, locked]) => [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), locked] as const)

/** Programs that packages may run when they are installed; a new one is looked at by a person first. */
const knownScripts = ['better-sqlite3', 'electron-winstaller', 'esbuild']

const freeLicences = /^\(?(?:MIT|MIT-0|Apache-2\.0|ISC|BSD-[23]-Clause|0BSD|MPL-2\.0|BlueOak-1\.0\.0|OFL-1\.1|Python-2\.0|CC-BY-4\.0|CC0-1\.0|WTFPL|EPL-2\.0)(?: OR [\w. -]+)*\)?$/

it('no dependency runs a program at its installation that nobody looked at', () => {
  expect(packages.length).toBeGreaterThan(100)
  expect(packages.filter(([name, { hasInstallScript }]) => hasInstallScript === true && !knownScripts.includes(name)).map(([name]) => name)).toEqual([])
})

it('every dependency has a licence that lets it be passed on, and a sum by which it is known', () => {
  expect(packages.filter(([, { license }]) => !freeLicences.test(license ?? '')).map(([name, { license }]) => `${name}: ${license}`)).toEqual([])
  expect(packages.filter(([, { integrity, optional }]) => integrity === undefined && optional !== true).map(([name]) => name)).toEqual([])
})
