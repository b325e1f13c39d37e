import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Input } from '@shared/contract/contract'
import { openReply } from '@shared/contract/reply'
import { toErrorShape } from '@shared/errors'
import type { ExportOutcome, OpenedFile } from '@shared/model/portable'
import { call } from '../api'
import { formatBytes, plural } from '../format/number'
import { announce } from '../ui/announcer'
import { toast } from '../ui/toast'

/** What is opened in the place of the workspace, and what is done with files. */
export const portableStatusQuery = () => queryOptions({ queryKey: ['portable'], queryFn: () => call('portable.status', {}) })

/** What a file with these runs would hold. */
export const exportPreviewQuery = (selection: Input<'portable.preview'>) =>
  queryOptions({
    queryKey: ['exportPreview', selection],
    queryFn: () => call('portable.preview', selection),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false
  })

// What goes wrong with opening is told by the status, wherever it was asked for.
async function quietly(opening: Promise<unknown>): Promise<void> {
  await opening.catch(() => undefined)
}

/** Asks for a file, or a folder, and opens it. */
export const chooseFile = (what: 'file' | 'folder'): Promise<void> => quietly(call('portable.open', { what }))

/** Opens the sample that comes with the app. */
export const openSample = (): Promise<void> => quietly(call('portable.openSample', {}))

/** Opens a file that was dropped on the window. */
export async function openDropped(file: File): Promise<void> {
  if (window.burr?.openDropped === undefined) return
  await quietly(window.burr.openDropped(file).then((text) => openReply<OpenedFile | null>(text)))
}

/** Goes back to the workspace. */
export const closeFile = (): Promise<void> => quietly(call('portable.close', {}))

/** Stops what is done with a file. */
export const cancelFileWork = (): Promise<void> => quietly(call('portable.cancel', {}))

/** Forgets a report or an error. */
export const dismissReport = (): Promise<void> => quietly(call('portable.dismiss', {}))

/** Asks where to, writes the file and says how it went; `null` = it was not written. */
export async function exportFile(request: Input<'portable.export'>): Promise<ExportOutcome | null> {
  try {
    const outcome = await call('portable.export', request)
    if (outcome !== null) {
      const taken = outcome.redaction.reduce((sum, { found }) => sum + found, 0)
      toast(`Saved ${outcome.fileName}: ${plural(outcome.runs, 'run')}, ${formatBytes(outcome.sizeBytes)}${taken === 0 ? '' : `, ${plural(taken, 'value')} redacted`}.`)
    }
    return outcome
  } catch (error) {
    const { code, message, action } = toErrorShape(error)
    if (code === 'cancelled') announce('The export was stopped')
    else toast(action === null ? message : `${message} ${action}`, 'failed')
    return null
  }
}
