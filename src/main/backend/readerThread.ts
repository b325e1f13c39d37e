import type { MethodName } from '@shared/contract/contract'
import { AppError } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import type { ReadDatabase } from './database/connection'
import { closeDatabase, isInForce, openReader } from './database/open'
import { answerRead } from './handlers/readerHandlers'
import { serve, tellDamage, threadStart } from './threadPort'
import { workspaceFolder } from './workspace'

const { dataFolder, settings: startSettings, shown: startShown } = threadStart()
let shown = startShown
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

/** Gives up an index that was set aside or replaced: an open file lives on under its old name. */
function closeReplaced(): void {
  if (open !== null && !isInForce(open)) close()
}

async function answer(method: MethodName, input: unknown): Promise<string> {
  closeReplaced()
  try {
    return answerRead({ db: await database() }, method, input)
  } catch (error) {
    if (error instanceof AppError && error.code === 'index-damaged') {
      close()
      if (shown === null) tellDamage()
    }
    throw error
  }
}

async function database(): Promise<ReadDatabase> {
  if (shown === null && settings.bucket === '') {
    throw new AppError({ code: 'not-configured', message: 'No bucket is chosen yet.', action: 'Choose one in Settings.' })
  }
  const limit = Date.now() + firstIndexLimitMs
  while (open === null) {
    try {
      open = openReader(shown ?? workspaceFolder(dataFolder, settings))
    } catch (error) {
      if (!isNotMadeYet(error) || Date.now() > limit) throw error
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
  return open
}

serve({
  call: answer,
  configure(next) {
    close()
    settings = next
  },
  show(folder) {
    close()
    shown = folder
  },
  close
})
