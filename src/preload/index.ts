import { contextBridge, ipcRenderer } from 'electron'
import type { Change } from '@shared/contract/change'

contextBridge.exposeInMainWorld(
  'burr',
  Object.freeze({
    call: (method: string, input: unknown): Promise<string> => ipcRenderer.invoke('burr:call', method, input),
    onChange: (listener: (change: Change) => void): (() => void) => {
      const heard = (_event: unknown, change: Change): void => listener(change)
      ipcRenderer.on('burr:change', heard)
      return () => ipcRenderer.off('burr:change', heard)
    }
  })
)
