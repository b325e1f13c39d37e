import { useQuery } from '@tanstack/react-query'
import type { Status } from '@shared/model/status'
import { statusQuery } from '../queries/status'

/** Why nothing can be fetched now, in words; `null` = it can. */
export function awayWords(status: Status | undefined): string | null {
  if (status === undefined) return null
  if (status.connection === 'not-configured') return 'No bucket is chosen.'
  if (status.connection !== 'failed') return null
  return status.error === null ? 'The bucket cannot be reached.' : `${status.error.message} ${status.error.action ?? ''}`.trim()
}

/** {@link awayWords} of the status now. */
export function useAway(): string | null {
  return awayWords(useQuery(statusQuery()).data)
}
