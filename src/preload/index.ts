import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Change } from '@shared/contract/change'

contextBridge.exposeInMainWorld(
  'burr',
  Object.freeze({
    call: (method: string, input: unknown): Promise<string> => ipcRenderer.invoke('burr:call', method, input),
    // Only files that a person dropped have a path: a page cannot make one.
    openDropped: (file: File): Promise<string> => ipcRenderer.invoke('burr:drop', webUtils.getPathForFile(file)),
    onChange: (listener: (change: Change) => void): (() => void) => {
      const heard = (_event: unknown, change: Change): void => listener(change)
      ipcRenderer.on('burr:change', heard)
      return () => ipcRenderer.off('burr:change', heard)
    }
  })
)
