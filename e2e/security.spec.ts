import { expect, test } from './fixtures'

test('a page has no power of its own', async ({ launchApp }) => {
  const { app, window } = await launchApp()
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { sandbox, contextIsolation, nodeIntegration, webviewTag } = contents.getLastWebPreferences()
    return { sandbox, contextIsolation, nodeIntegration, webviewTag }
  })
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false })

  const seen = await window.evaluate(() => ({
    globals: ['require', 'process', 'module', 'global', 'Buffer'].filter((name) => name in globalThis),
    bridge: Object.keys((globalThis as unknown as { burr: object }).burr).toSorted(),
    frozen: Object.isFrozen((globalThis as unknown as { burr: object }).burr)
  }))
  expect(seen).toEqual({ globals: [], bridge: ['call', 'onChange', 'openDropped'], frozen: true })
})

test('nothing of a page runs, loads or leads elsewhere', async ({ launchApp }) => {
  const { app, window, takeProblems } = await launchApp()
  const url = window.url()
  const tried = await window.evaluate(async () => {
    const outcome = async (attempt: () => unknown): Promise<string> => {
      try {
        await attempt()
        return 'done'
      } catch {
        return 'refused'
      }
    }
    const image = (source: string): Promise<string> =>
      new Promise((resolve) => {
        const element = new Image()
        element.addEventListener('load', () => resolve('done'))
        element.addEventListener('error', () => resolve('refused'))
        element.src = source
      })
    // The debugger's own evaluation may eval; a later turn of the page's loop may not.
    await new Promise((resolve) => setTimeout(resolve, 50))
    return {
      eval: await outcome(() => Reflect.apply(Reflect.get(globalThis, 'eval') as () => unknown, undefined, ['1'])),
      html: await outcome(() => {
        document.createElement('div').innerHTML = '<b>x</b>'
      }),
      remote: await outcome(() => fetch('http://127.0.0.1:9/')),
      file: await outcome(() => fetch('file:///etc/passwd')),
      image: await image('http://127.0.0.1:9/pixel.png'),
      opened: globalThis.open('https://example.com') === null ? 'refused' : 'done',
      policy: await outcome(() =>
        (globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }).trustedTypes.createPolicy('other', {})
      )
    }
  })
  expect(tried).toEqual({
    eval: 'refused',
    html: 'refused',
    remote: 'refused',
    file: 'refused',
    image: 'refused',
    opened: 'refused',
    policy: 'refused'
  })

  await window.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'https://example.com/'
    document.body.append(link)
    link.click()
    for (const target of ['_blank', '_top', 'other']) {
      link.target = target
      link.click()
    }
    link.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true, cancelable: true }))
    link.dispatchEvent(new MouseEvent('click', { ctrlKey: true, bubbles: true, cancelable: true }))
    link.remove()
    const form = document.createElement('form')
    form.action = 'https://example.com/'
    document.body.append(form)
    form.submit()
    form.remove()
    const meta = document.createElement('meta')
    meta.httpEquiv = 'refresh'
    meta.content = '0;url=https://example.com/'
    document.head.append(meta)
    meta.remove()
    try {
      history.pushState(null, '', 'https://example.com/')
    } catch {
      // Another origin is no state of this page.
    }
    navigator.sendBeacon('https://example.com/')
    location.assign('https://example.com/')
    location.replace('file:///etc/passwd')
    location.href = 'https://example.com/'
    location.href = 'data:text/html,x'
  })
  await window.waitForTimeout(300)
  expect(window.url().split('#')[0]).toBe(url.split('#')[0])
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(takeProblems().filter((problem) => !/Content Security Policy|Trusted|TrustedHTML|ERR_|Failed to load|Not allowed to (?:load|navigate)|Refused to/i.test(problem))).toEqual([])
})

test('a frame inside the page has no bridge, and a stranger that calls is not answered', async ({ launchApp }) => {
  const { app, window, takeProblems } = await launchApp()
  const inside = await window.evaluate(async () => {
    const bridges: string[] = []
    for (const source of ['about:blank', 'burr://app/index.html', 'https://example.com/']) {
      const frame = document.createElement('iframe')
      const settled = new Promise((resolve) => {
        frame.addEventListener('load', resolve)
        setTimeout(resolve, 1000)
      })
      frame.src = source
      document.body.append(frame)
      await settled
      try {
        if (frame.contentWindow !== null && 'burr' in frame.contentWindow) bridges.push(source)
      } catch {
        // Another origin: it cannot even be asked.
      }
      frame.remove()
    }
    return bridges
  })
  expect(inside).toEqual([])
  const replies = await app.evaluate(async ({ ipcMain }) => {
    const handler = (ipcMain as unknown as { _invokeHandlers: Map<string, (event: unknown, ...given: unknown[]) => Promise<string>> })._invokeHandlers.get('burr:call')
    const frames = [null, { parent: null, url: 'about:blank' }, { parent: null, url: 'https://example.com/' }, { parent: {}, url: 'burr://app/index.html' }]
    return Promise.all(frames.map(async (senderFrame) => handler?.({ senderFrame }, 'settings.get', {})))
  })
  for (const reply of replies) expect(reply).toContain('"access-denied"')
  takeProblems()
})

test('a page asks for no device and gets none', async ({ launchApp }) => {
  const { window } = await launchApp()
  const states = await window.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'background-sync', 'persistent-storage', 'screen-wake-lock', 'idle-detection', 'local-fonts', 'window-management']
    const granted: string[] = []
    for (const name of names) {
      const status = await navigator.permissions.query({ name: name as PermissionName }).catch(() => null)
      if (status?.state === 'granted') granted.push(name)
    }
    return granted
  })
  expect(states).toEqual([])
})

test('only files of the page are served, however their path is written', async ({ launchApp }) => {
  const { window, takeProblems } = await launchApp()
  const statuses = await window.evaluate(async () => {
    const paths = ['/../main/index.js', '/..%2fmain%2findex.js', '/%2e%2e/main/index.js', '/..%5c..%5cetc', '/assets', '/', '//etc/passwd']
    return Promise.all(paths.map(async (path) => (await fetch(`burr://app${path}`)).status))
  })
  expect(statuses.every((status) => status === 404)).toBe(true)
  takeProblems()
})
