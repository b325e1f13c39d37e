import './noEval'
import './theme/main.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onChange } from './api'
import { App } from './app'
import { followMenu } from './keyboard/menu'
import { followLink } from './link'
import { startNavigation } from './navigation'
import { followChanges } from './queries/changes'
import { createQueryClient } from './queries/client'
import { startKeyboard } from './keyboard/actions'
import { startTheme } from './theme/theme'

async function start(): Promise<void> {
  if (import.meta.env.DEV && window.burr === undefined) {
    const { fakeBridge } = await import('./dev/fakeBridge')
    window.burr = fakeBridge(location.search)
  }
  startTheme()
  startNavigation()
  startKeyboard()
  const client = createQueryClient()
  followChanges(client, onChange)
  onChange(followMenu)
  onChange(followLink)
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no root')
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>
  )
}

void start()
