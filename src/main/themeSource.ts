import type { Settings } from '@shared/model/settings'

/** What Electron is to make of a theme: it knows no high contrast, whose colours are the page's matter. */
export function themeSource(theme: Settings['theme']): 'system' | 'light' | 'dark' {
  return theme === 'high-contrast' ? 'system' : theme
}
