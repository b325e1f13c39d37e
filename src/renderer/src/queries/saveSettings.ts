import { useQueryClient } from '@tanstack/react-query'
import { toErrorShape } from '@shared/errors'
import type { SettingsPatch } from '@shared/model/settings'
import { call } from '../api'
import { toast } from '../ui/toast'
import { settingsQuery } from './settings'

/** Gives the function that saves a change that is seen at once, and says so when it could not be saved. */
export function useSaveSettings(): (patch: SettingsPatch) => void {
  const client = useQueryClient()
  return (patch) => {
    call('settings.update', patch).then(
      (settings) => client.setQueryData(settingsQuery().queryKey, settings),
      (error: unknown) => toast(toErrorShape(error).message, 'failed')
    )
  }
}
