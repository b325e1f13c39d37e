import { fileURLToPath } from 'node:url'
import { defineConfig } from 'electron-vite'
import react from '@vitejs/plugin-react'
import tailwindcss from '@tailwindcss/vite'
import { bundledPackages } from './scripts/packaging/bundledPackages.mjs'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const alias = { '@shared': at('./src/shared') }

/** The AWS SDK and zod are bundled (half the start-up cost); only the native module stays outside. */
const external = ['electron', 'better-sqlite3']

export default defineConfig({
  main: {
    resolve: { alias },
    plugins: [bundledPackages(at('.'))],
    build: {
      externalizeDeps: false,
      target: 'node20',
      sourcemap: true,
      rollupOptions: {
        external,
        input: {
          index: at('./src/main/index.ts'),
          cli: at('./src/main/headless.ts'),
          indexerThread: at('./src/main/backend/indexerThread.ts'),
          prepareThread: at('./src/main/backend/indexer/prepareThread.ts'),
          readerThread: at('./src/main/backend/readerThread.ts'),
          portableThread: at('./src/main/backend/portable/portableThread.ts'),
          snapshotThread: at('./src/main/backend/snapshot/snapshotThread.ts'),
          snapshotChild: at('./src/main/backend/snapshot/snapshotChild.ts')
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' }
      }
    }
  },
  preload: {
    resolve: { alias },
    build: {
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron'],
        input: { index: at('./src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: at('./src/renderer'),
    resolve: { alias },
    plugins: [react(), tailwindcss(), bundledPackages(at('.'))],
    build: {
      target: 'chrome130',
      rollupOptions: { input: { index: at('./src/renderer/index.html') } }
    },
    worker: { format: 'es' }
  }
})
