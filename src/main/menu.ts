import { BrowserWindow, Menu, app } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { Change } from '@shared/contract/change'
import { shortcutTable } from '@shared/shortcuts'
import type { ActionId } from '@shared/shortcuts'
import { menuKeys } from './menuKeys'

const mac = process.platform === 'darwin'

/** Tells the window which entry was chosen; the page itself decides what that means. */
function tell(command: ActionId): NonNullable<MenuItemConstructorOptions['click']> {
  return (_item, window) => {
    const change: Change = { kind: 'command', command }
    if (window instanceof BrowserWindow) window.webContents.send('burr:change', change)
  }
}

/** The entries of a part of the shortcut table. The page listens to the keys: the menu only shows them. */
function entries(section: (typeof shortcutTable)[number]['section']): MenuItemConstructorOptions[] {
  return shortcutTable
    .filter((each) => each.section === section && each.onSheetOnly !== true && each.id !== 'sheet.open')
    .map(({ id, title, chords }) => ({ id, label: title.replaceAll('&', '&&'), ...menuKeys(chords), registerAccelerator: false, click: tell(id) }))
}

const zoomLimits = { least: Math.log(0.5) / Math.log(1.2), most: Math.log(3) / Math.log(1.2) }

/** One zoom step is a fifth; from half to three times the size. The window remembers it. */
function zoom(steps: number): NonNullable<MenuItemConstructorOptions['click']> {
  return (_item, window) => {
    if (!(window instanceof BrowserWindow)) return
    const level = window.webContents.getZoomLevel() + steps
    window.webContents.setZoomLevel(Math.min(zoomLimits.most, Math.max(zoomLimits.least, level)))
  }
}

const separator = { type: 'separator' } as const

const template = (): MenuItemConstructorOptions[] => [
  ...(mac ? [{ role: 'appMenu' as const }] : []),
  { label: '&File', submenu: [...entries('File'), separator, mac ? { role: 'close' } : { role: 'quit' }] },
  { role: 'editMenu' },
  { label: '&Go', submenu: entries('Go to') },
  { label: '&Bucket', submenu: entries('Bucket') },
  { label: '&Lists', submenu: entries('Lists') },
  { label: '&Run', submenu: entries('Run') },
  {
    label: '&View',
    submenu: [
      ...entries('Window'),
      separator,
      { role: 'resetZoom' },
      { label: 'Zoom in', accelerator: 'CommandOrControl+Plus', click: zoom(0.5) },
      { label: 'Zoom in', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true, click: zoom(0.5) },
      { label: 'Zoom out', accelerator: 'CommandOrControl+-', click: zoom(-0.5) },
      separator,
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }])
    ]
  },
  { role: 'windowMenu' },
  { role: 'help', submenu: [{ id: 'sheet.open', label: 'Keyboard shortcuts', click: tell('sheet.open') }, separator, ...entries('Help')] }
]

/** Sets the native menu. */
export function setMenu(): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template()))
}
