import { queryOptions } from '@tanstack/react-query'
import { call } from '../api'

/** A graph by its content hash; it never changes. */
export const graphQuery = (hash: string) =>
  queryOptions({ queryKey: ['graph', hash], queryFn: () => call('runs.graph', { hash }), gcTime: 60 * 60_000 })
