import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { BringIn } from '@shared/model/bringIn'
import { call } from '../api'

/** What is brought in. */
export const bringInQuery = () => queryOptions({ queryKey: ['bringIn'], queryFn: () => call('bringIn.get', {}), staleTime: 0 })

/** What bringing in from a day on takes. The first answer asks the bucket, further ones within ten minutes do not. */
export const estimateQuery = (sinceDay: string | null) =>
  queryOptions({ queryKey: ['bringIn', 'estimate', sinceDay], queryFn: () => call('bringIn.estimate', { sinceDay }), placeholderData: keepPreviousData, staleTime: 60_000, retry: false })

/** Keeps to a choice from now on. */
export const chooseBringIn = (choice: BringIn): Promise<null> => call('bringIn.choose', choice)
