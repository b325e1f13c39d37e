import { themes } from '@shared/model/settings'
import type { Settings } from '@shared/model/settings'

/** One of the themes a window can have. */
export type Theme = Settings['theme']

/** The themes, in the order they are offered. */
export const themeChoices = themes

const darkDesktop = matchMedia('(prefers-color-scheme: dark)')
let chosen: Theme = 'system'

function paint(): void {
  document.documentElement.classList.toggle('dark', chosen === 'dark' || (chosen === 'system' && darkDesktop.matches))
}

darkDesktop.addEventListener('change', paint)

/** Shows a theme. */
export function showTheme(theme: Theme): void {
  chosen = theme
  paint()
}
