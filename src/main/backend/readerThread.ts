import type { MethodName } from '@shared/contract/contract'
import { AppError } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import type { ReadDatabase } from './database/connection'
import { closeDatabase, openReader } from './database/open'
import { answerRead } from './handlers/readerHandlers'
import { serve, threadStart } from './threadPort'
import { workspaceFolder } from './workspace'

const { dataFolder, settings: startSettings } = threadStart()
let settings: Settings = startSettings
let open: ReadDatabase | null = null

function close(): void {
  if (open !== null) closeDatabase(open)
  open = null
}

/** How long a call waits for the indexing thread to make the first index of a workspace. */
const firstIndexLimitMs = 3_000
const retryMs = 50

function isNotMadeYet(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not-found'
}

async function database(): Promise<ReadDatabase> {
  if (settings.bucket === '') {
    throw new AppError({ code: 'not-configured', message: 'No bucket is chosen yet.', action: 'Choose one in Settings.' })
  }
  const limit = Date.now() + firstIndexLimitMs
  while (open === null) {
    try {
      open = openReader(workspaceFolder(dataFolder, settings))
    } catch (error) {
      if (!isNotMadeYet(error) || Date.now() > limit) throw error
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
  return open
}

serve({
  call: async (method: MethodName, input: unknown) => answerRead({ db: await database() }, method, input),
  configure(next) {
    close()
    settings = next
  },
  close
})
