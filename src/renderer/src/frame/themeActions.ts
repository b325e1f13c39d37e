import { useQueryClient } from '@tanstack/react-query'
import { toErrorShape } from '@shared/errors'
import { call } from '../api'
import { useActions } from '../keyboard/actions'
import { settingsQuery } from '../queries/settings'
import { showTheme } from '../theme/theme'
import type { Theme } from '../theme/theme'
import { toast } from '../ui/toast'

/** Gives the function that shows a theme at once and saves it. */
export function useChooseTheme(): (theme: Theme) => void {
  const client = useQueryClient()
  return (theme) => {
    showTheme(theme)
    call('settings.update', { theme }).then(
      (settings) => client.setQueryData(settingsQuery().queryKey, settings),
      (error: unknown) => toast(toErrorShape(error).message, 'failed')
    )
  }
}

/** Answers the theme actions. */
export function useThemeActions(): void {
  const choose = useChooseTheme()
  useActions({
    'theme.light': () => choose('light'),
    'theme.dark': () => choose('dark'),
    'theme.system': () => choose('system')
  })
}
