import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import react from '@vitejs/plugin-react'

const alias = { '@shared': fileURLToPath(new URL('./src/shared', import.meta.url)) }

export default defineConfig({
  plugins: [react()],
  resolve: { alias },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'],
    pool: 'forks',
    // By itself vitest leaves a core free, which on two cores means one test file at a time. Many tests wait for children
    // and sockets; CI takes no chances with their timing.
    maxWorkers: process.env['CI'] === 'true' ? 2 : 3,
    testTimeout: 30_000,
    hookTimeout: 30_000
  }
})
