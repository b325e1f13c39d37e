import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))

/** Whether the long counts are asked for. */
export const isLong = process.env['BURR_LONG'] === '1'

/** The program that is killed, stopped and starved, built for plain Node; it lies in the repository so that it finds SQLite. */
export async function buildChild(name: string): Promise<{ readonly file: string; remove(): void }> {
  const folder = mkdtempSync(join(root, 'node_modules', `.faults-${name}-`))
  await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '@shared': join(root, 'src', 'shared') } },
    build: {
      ssr: fileURLToPath(new URL('../../indexer/faultChild.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { external: ['better-sqlite3'], output: { entryFileNames: 'child.mjs' } }
    }
  })
  return { file: join(folder, 'child.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Numbers from 0 to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}
