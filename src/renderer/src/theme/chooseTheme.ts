import { useQueryClient } from '@tanstack/react-query'
import { toErrorShape } from '@shared/errors'
import { call } from '../api'
import { settingsQuery } from '../queries/settings'
import { toast } from '../ui/toast'
import { showTheme } from './theme'
import type { Theme } from './theme'

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
