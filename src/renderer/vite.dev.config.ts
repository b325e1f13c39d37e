import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'
import tailwindcss from '@tailwindcss/vite'

const here = import.meta.dirname

/** The window alone in a browser, answered by the made-up data of src/dev: `npx vite --config src/renderer/vite.dev.config.ts`. */
export default defineConfig({
  root: here,
  cacheDir: `${here}/../../.cache/vite-dev`,
  resolve: { alias: { '@shared': `${here}/../shared` } },
  plugins: [react(), tailwindcss()],
  server: { host: '127.0.0.1', port: 5199, strictPort: false },
  optimizeDeps: { include: ['cmdk', 'radix-ui', 'react', 'react-dom/client', '@tanstack/react-query', '@tanstack/react-virtual', 'lucide-react'] },
  worker: { format: 'es' }
})
