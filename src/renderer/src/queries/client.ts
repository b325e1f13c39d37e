import { QueryClient } from '@tanstack/react-query'
import { AppError } from '@shared/errors'

/** A query client for data that says itself when it is out of date: nothing is read again unless a change made it stale. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: 10 * 60_000,
        // The index is on this disk: what the network does is no reason to wait.
        networkMode: 'always',
        retry: (count, error) => count < 3 && error instanceof AppError && error.code === 'index-busy',
        retryDelay: 200
      },
      mutations: { networkMode: 'always', retry: false }
    }
  })
}
