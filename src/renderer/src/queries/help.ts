import { queryOptions } from '@tanstack/react-query'
import { call } from '../api'

/** What a report would hold now. */
export const diagnosticsQuery = () => queryOptions({ queryKey: ['help', 'diagnostics'], queryFn: () => call('help.diagnostics', {}), staleTime: 0, gcTime: 0 })

/** The licences of what the program is made with. */
export const licencesQuery = () => queryOptions({ queryKey: ['help', 'licences'], queryFn: () => call('help.licences', {}) })
