import { join } from 'node:path'
import { BrowserWindow, app, nativeTheme, screen } from 'electron'
import { appOrigin } from './protocol'
import { placeOnDisplay, readWindowState, saveWindowState } from './windowState'

/** Paints before the page does, so that no other colour flashes. The page's own surfaces are the same. */
const background = { light: '#ffffff', dark: '#141417' }

/** How a window is opened. */
export interface WindowOptions {
  /** Where the window's place and size are remembered. */
  readonly dataFolder: string
  /** Absolute path of the built preload script (CommonJS: a sandboxed preload cannot be a module). */
  readonly preload: string
  /** Vite's address while developing; `null` = the built page. */
  readonly devUrl: string | null
}

function remember(window: BrowserWindow, dataFolder: string): void {
  saveWindowState(dataFolder, {
    bounds: window.getNormalBounds(),
    maximized: window.isMaximized(),
    zoomLevel: window.webContents.getZoomLevel()
  })
}

/** Keeps a page where it is: no navigation, no new window, no frame of another origin, no webview. */
function confine(window: BrowserWindow, devUrl: string | null): void {
  const contents = window.webContents
  const own = (url: string): boolean => devUrl !== null && URL.canParse(url) && new URL(url).origin === new URL(devUrl).origin
  contents.on('will-navigate', (event) => {
    if (!own(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !own(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Opens the main window at its last place and shows it with its first paint. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const state = readWindowState(options.dataFolder)
  const bounds = placeOnDisplay(
    state.bounds,
    screen.getAllDisplays().map((display) => display.workArea)
  )
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...bounds,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Burr Desktop',
    icon: join(app.getAppPath(), 'resources/icons/256x256.png'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged
    }
  })
  if (state.maximized) window.maximize()
  confine(window, options.devUrl)
  window.once('ready-to-show', () => window.show())
  window.webContents.once('did-finish-load', () => window.webContents.setZoomLevel(state.zoomLevel))
  window.on('close', () => remember(window, options.dataFolder))
  void window.loadURL(options.devUrl ?? `${appOrigin}/index.html`)
  return window
}
