import { useSaveSettings } from '../queries/saveSettings'
import { showTheme } from './theme'
import type { Theme } from './theme'

/** Gives the function that shows a theme at once and saves it. */
export function useChooseTheme(): (theme: Theme) => void {
  const save = useSaveSettings()
  return (theme) => {
    showTheme(theme)
    save({ theme })
  }
}
