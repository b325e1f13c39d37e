import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const looks = ['dark', 'contrast', 'dark contrast']
const isLong = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Shows a theme without saving it. */
export async function look(page: Page, name: string): Promise<void> {
  await page.evaluate((classes) => {
    for (const each of ['dark', 'contrast']) document.documentElement.classList.toggle(each, classes.split(' ').includes(each))
  }, name)
}

let turn = 0

/** Violations of WCAG 2.2 AA of what is on screen, one line each: by every rule in light, by colour alone in the other themes, by hand in one of them in turn. */
export async function violationsInLooks(page: Page): Promise<string[]> {
  const lines: string[] = []
  for (const name of ['light', ...(isLong ? looks : [looks[turn++ % looks.length] ?? 'dark'])]) {
    await look(page, name)
    const axe = new AxeBuilder({ page }).setLegacyMode()
    const { violations } = await (name === 'light' ? axe.withTags(tags) : axe.withRules(['color-contrast', 'link-in-text-block'])).analyze()
    lines.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${name} ${id}: ${html.slice(0, 160)} ${(failureSummary ?? '').slice(0, 160)}`)))
  }
  await look(page, 'light')
  return lines
}
