import { say } from './report'

const benches: Readonly<Record<string, () => Promise<(args: readonly string[]) => Promise<void>>>> = {
  'list-get': async () => (await import('./listGet')).benchListGet,
  index: async () => (await import('./indexing')).benchIndex,
  reads: async () => (await import('./reads')).benchReads,
  snapshot: async () => (await import('./snapshots')).benchSnapshot,
  start: async () => (await import('./start')).benchStart,
  ui: async () => (await import('./ui')).benchUi,
  'first-run': async () => (await import('./firstRun')).benchFirstRun
}

const [name = '', ...args] = process.argv.slice(2)
const load = benches[name]
if (load === undefined) {
  say(`Usage: npm run bench -- <${Object.keys(benches).join(' | ')}>`)
  process.exitCode = 2
} else {
  await (await load())(args)
}
