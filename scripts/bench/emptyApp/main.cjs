const { app, BrowserWindow } = require('electron')

void app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadFile('empty.html'))
app.on('window-all-closed', () => app.quit())
