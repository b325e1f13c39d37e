import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { forkChild } from './child'
import type { SnapshotPrograms } from './takeSnapshot'

const repo = fileURLToPath(new URL('../../../../', import.meta.url))

/** Programs of this folder, built for a test; `remove` takes them away again. */
export interface TestPrograms extends SnapshotPrograms {
  readonly folder: string
  /** Absolute path of a built program. */
  fileOf(name: string): string
  remove(): void
}

/** Builds the thread, the child and further programs, named by their paths from this folder, as they stand now. */
export async function buildTestPrograms(more: readonly string[] = []): Promise<TestPrograms> {
  // Inside the repository, so that the native module is found.
  const folder = join(repo, '.cache', 'snapshot-programs', String(process.pid))
  mkdirSync(folder, { recursive: true })
  const names = ['snapshotThread', 'snapshotChild', ...more]
  await build({
    configFile: false,
    logLevel: 'error',
    root: repo,
    resolve: { alias: { '@shared': join(repo, 'src', 'shared') } },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: {
        external: ['better-sqlite3'],
        input: Object.fromEntries(names.map((name) => [basename(name), fileURLToPath(new URL(`./${name}.ts`, import.meta.url))])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' }
      }
    },
    ssr: { noExternal: true }
  })
  const fileOf = (name: string): string => join(folder, `${name}.mjs`)
  return {
    folder,
    fileOf,
    threadFile: fileOf('snapshotThread'),
    startChild: forkChild(fileOf('snapshotChild')),
    remove: () => rmSync(folder, { recursive: true, force: true })
  }
}
