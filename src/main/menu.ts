import { BrowserWindow, Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { Change, MenuCommand } from '@shared/contract/change'

const mac = process.platform === 'darwin'

/** Tells the window which entry was chosen; the page itself decides what that means. */
function tell(command: MenuCommand): NonNullable<MenuItemConstructorOptions['click']> {
  return (_item, window) => {
    const change: Change = { kind: 'command', command }
    if (window instanceof BrowserWindow) window.webContents.send('burr:change', change)
  }
}

const template: MenuItemConstructorOptions[] = [
  ...(mac ? [{ role: 'appMenu' as const }] : []),
  {
    label: '&File',
    submenu: [
      { label: 'Projects', accelerator: 'CommandOrControl+1', click: tell('go-projects') },
      { label: 'Activity', accelerator: 'CommandOrControl+2', click: tell('go-activity') },
      { label: 'Annotations', accelerator: 'CommandOrControl+3', click: tell('go-annotations') },
      { label: 'Settings', accelerator: 'CommandOrControl+,', click: tell('go-settings') },
      { type: 'separator' },
      mac ? { role: 'close' } : { role: 'quit' }
    ]
  },
  { role: 'editMenu' },
  {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' }
    ]
  },
  { role: 'windowMenu' },
  {
    role: 'help',
    submenu: [{ label: 'Keyboard shortcuts', click: tell('show-shortcuts') }]
  }
]

/** Sets the native menu. */
export function setMenu(): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
