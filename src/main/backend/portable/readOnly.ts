import type { MethodName } from '@shared/contract/contract'
import { AppError } from '@shared/errors'

/** Calls of the indexing thread that write what a person made, or fetch for what is on screen: there is nothing of both in an opened file. */
const writing = /^(?:annotations\.|runs\.fetch|steps\.fetch|offline\.(?:pin|unpin|bring)|bringIn\.choose|pins\.|views\.)/

/** Throws `access-denied` for a call that would write into the live workspace while an opened file is on screen. */
export function refuseReadOnly(method: MethodName): void {
  if (!writing.test(method)) return
  throw new AppError({ code: 'access-denied', message: 'An opened file is read-only.', action: 'Go back to your workspace to change something, or to fetch from the bucket.' })
}
