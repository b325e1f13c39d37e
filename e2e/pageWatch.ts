import type { ElectronApplication, Page } from '@playwright/test'

/** What must never come of a text, watched from the start of a window to the end of a test. */
export interface PageWatch {
  /** Gives and forgets what was seen so far, each thing once. */
  readonly take: () => Promise<readonly string[]>
}

/** Pages that the app itself leads to. */
const ownLinks = ['https://burr.apache.org/', 'https://opentelemetry.io/']

interface Watched {
  __ran?: unknown
  __seen: Set<string>
}

/** Watches everything that is ever drawn in a window: elements and attributes that could run or load, characters that cannot be seen, requests, dialogs and ways out. */
export async function watchPage(app: ElectronApplication, page: Page): Promise<PageWatch> {
  const outside: string[] = []
  page.on('dialog', (dialog) => {
    outside.push(`dialog ${dialog.type()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith('burr://app/')) outside.push(`request ${request.url().slice(0, 80)}`)
  })
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith('burr://app/')) outside.push(`navigation to ${frame.url().slice(0, 80)}`)
  })
  page.on('popup', () => outside.push('a window opened'))
  await app.evaluate(({ shell }) => {
    const counted = shell as unknown as { opened?: string[] }
    counted.opened = []
    shell.openExternal = (url) => Promise.resolve(void counted.opened?.push(url))
  })
  await page.evaluate((links) => {
    const invisible = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
    const own = globalThis as unknown as Watched
    own.__seen = new Set()
    const place = (node: Node | null): string => {
      const parts: string[] = []
      for (let at = node instanceof Element ? node : (node?.parentElement ?? null); at !== null && parts.length < 4; at = at.parentElement) {
        parts.unshift(`${at.tagName.toLowerCase()}${at.role === null ? '' : `[${at.role}]`}${at.ariaLabel === null ? '' : `"${at.ariaLabel.slice(0, 20)}"`}.${String(at.getAttribute('class')).slice(0, 24)}`)
      }
      return parts.join(' > ')
    }
    const note = (what: string, node: Node): void => void own.__seen.add(`${what} in ${place(node)}`)
    const lookAtText = (node: Node): void => {
      if (node.parentElement?.closest('style, textarea, input') === null && invisible.test(node.textContent ?? '')) note(`invisible character in a text`, node)
    }
    const lookAtElement = (element: Element): void => {
      if (element.matches('script, iframe, object, embed, base, meta, link, form[action], frame, foreignObject')) note(`element ${element.tagName}`, element)
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on') || name === 'srcdoc') note(`attribute ${name}`, element)
        if (['href', 'xlink:href'].includes(name) && !value.startsWith('#') && !links.some((link) => value.startsWith(link))) note(`address ${value.slice(0, 40)}`, element)
        if (name === 'src') note(`source ${value.slice(0, 40)}`, element)
        if (['title', 'aria-label', 'placeholder', 'alt'].includes(name) && invisible.test(value)) note(`invisible character in ${name}`, element)
      }
    }
    const lookAt = (node: Node): void => {
      if (node instanceof Text) lookAtText(node)
      if (!(node instanceof Element)) return
      lookAtElement(node)
      for (const inside of node.querySelectorAll('*')) lookAtElement(inside)
      const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
      for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) lookAtText(text)
    }
    lookAt(document.body)
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        if (type === 'characterData') lookAtText(target)
        else if (type === 'attributes') lookAtElement(target as Element)
        else addedNodes.forEach(lookAt)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  }, ownLinks)
  return {
    take: async () => {
      const opened = await app.evaluate(({ shell, BrowserWindow }) => [...((shell as unknown as { opened?: string[] }).opened ?? []), ...(BrowserWindow.getAllWindows().length > 1 ? ['another window'] : [])])
      const inside = await page.evaluate(() => {
        const own = globalThis as unknown as Watched
        const seen = [...own.__seen]
        own.__seen.clear()
        return [...seen, ...(own.__ran === undefined ? [] : ['a text ran'])]
      })
      return [...outside.splice(0), ...opened.map((each) => `opened ${each}`), ...inside]
    }
  }
}
