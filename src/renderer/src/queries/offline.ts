import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { PinTarget } from '@shared/model/offline'
import { toErrorShape } from '@shared/errors'
import type { Input } from '@shared/contract/contract'
import { call } from '../api'
import { plural } from '../format/number'
import { toast } from '../ui/toast'

/** All that is kept offline, with its size now. */
export const pinsQuery = () => queryOptions({ queryKey: ['offline', 'pins'], queryFn: () => call('offline.pins', {}), staleTime: 0, refetchInterval: ({ state }) => (state.data?.some(({ size }) => size.objects > size.objectsHere + size.objectsLost) === true ? 10_000 : false) })

/** What keeping a target would hold. */
export const pinSizeQuery = (target: PinTarget) =>
  queryOptions({ queryKey: ['offline', 'size', target], queryFn: () => call('offline.size', target as Input<'offline.size'>), placeholderData: keepPreviousData, retry: false })

/** What of the bodies lies on this disk. */
export const storageQuery = () => queryOptions({ queryKey: ['offline', 'storage'], queryFn: () => call('offline.storage', {}), refetchInterval: 5000 })

async function ask<Result>(doing: Promise<Result>, failed: string): Promise<Result | null> {
  try {
    return await doing
  } catch (error) {
    const { message, action } = toErrorShape(error)
    toast(`${failed} ${message} ${action ?? ''}`.trim(), 'failed')
    return null
  }
}

/** Keeps a target from now on; what is missing comes in the background. */
export const keepOffline = (target: PinTarget): Promise<null> => ask(call('offline.pin', target as Input<'offline.pin'>), 'It could not be kept.')

/** Keeps a target no longer. */
export const stopKeeping = (pinId: number): Promise<null> => ask(call('offline.unpin', { pinId }), 'It is still kept.')

/** Brings what is missing of all that is kept. */
export const bringMissing = (): Promise<null> => ask(call('offline.bring', {}), 'Nothing was brought.')

/** Gives up all bodies that are not kept, and says how many. */
export async function freeSpace(): Promise<void> {
  const done = await ask(call('offline.free', {}), 'No space was freed.')
  if (done !== null) toast(done.freed === 0 ? 'There was nothing to give up' : `${plural(done.freed, 'file')} given up; the bucket still has them`)
}
