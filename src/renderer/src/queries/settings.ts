import { queryOptions } from '@tanstack/react-query'
import { call } from '../api'

/** The settings in force and where each came from. */
export const settingsQuery = () => queryOptions({ queryKey: ['settings'], queryFn: () => call('settings.get', {}) })

/** Profiles of the shared AWS files; read again whenever the settings are opened, since the files change outside. */
export const profilesQuery = () =>
  queryOptions({ queryKey: ['profiles'], queryFn: () => call('profiles.list', {}), staleTime: 0 })

/** Which program this is. */
export const appInfoQuery = () => queryOptions({ queryKey: ['appInfo'], queryFn: () => call('app.info', {}) })
