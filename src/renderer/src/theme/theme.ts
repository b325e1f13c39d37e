import { themes } from '@shared/model/settings'
import type { Settings } from '@shared/model/settings'

/** One of the themes a window can have. */
export type Theme = Settings['theme']

/** The themes, in the order they are offered. */
export const themeChoices = themes

const keptName = 'theme'
const darkDesktop = matchMedia('(prefers-color-scheme: dark)')
const contrastDesktop = matchMedia('(prefers-contrast: more)')
// The window's first paint comes before its settings: the last theme is kept here, so that no other one is seen first.
let chosen: Theme = themes.find((each) => each === localStorage.getItem(keptName)) ?? 'system'

function paint(): void {
  const follows = chosen === 'system' || chosen === 'high-contrast'
  const classes = document.documentElement.classList
  classes.toggle('dark', chosen === 'dark' || (follows && darkDesktop.matches))
  classes.toggle('contrast', chosen === 'high-contrast' || contrastDesktop.matches)
}

/** Paints the theme of last time and follows the desktop from then on. */
export function startTheme(): void {
  paint()
  darkDesktop.addEventListener('change', paint)
  contrastDesktop.addEventListener('change', paint)
}

/** Shows a theme. */
export function showTheme(theme: Theme): void {
  chosen = theme
  localStorage.setItem(keptName, theme)
  paint()
}
