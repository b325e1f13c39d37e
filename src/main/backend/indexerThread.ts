import { AppError } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import { connect } from './aws/connect'
import type { Connection } from './aws/connect'
import type { WriteDatabase } from './database/connection'
import { markInterruptedJobs } from './database/jobs'
import { closeDatabase, openWriter } from './database/open'
import { UserStore } from './database/userStore'
import { answerIndexing } from './handlers/indexerHandlers'
import { ChangeFeed } from './indexer/changeFeed'
import { Session } from './indexer/session'
import { StatusBoard } from './indexer/statusBoard'
import { emitChange, serve, threadStart } from './threadPort'
import { workspaceFolder } from './workspace'

interface Open {
  readonly session: Session
  readonly db: WriteDatabase
  readonly connection: Connection
}

// Which Node is inside Electron is nothing that a person can change.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

const { dataFolder, settings: startSettings } = threadStart()
const feed = new ChangeFeed(emitChange)
let settings: Settings = startSettings
let open: Open | null = null
let board = new StatusBoard(() => feed.status())
let why: AppError | null = null
let opening: Promise<void> = Promise.resolve()
let userStore: UserStore | null = null

/** Opens the bucket and the index of the settings; what fails is shown in the status. */
async function openSession(): Promise<void> {
  board = new StatusBoard(() => feed.status())
  why = null
  try {
    const connection = await connect(settings)
    open = { connection, ...openIndex(connection) }
    open.session.start()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    why = error
    board.connection(error.code === 'not-configured' ? 'not-configured' : 'failed', error.code === 'not-configured' ? null : error)
  }
}

function openIndex(connection: Connection): Omit<Open, 'connection'> {
  try {
    const db = openWriter(workspaceFolder(dataFolder, settings))
    markInterruptedJobs(db)
    return { db, session: new Session(settings, { db, connection }, feed) }
  } catch (error) {
    connection.close()
    throw error
  }
}

async function closeSession(): Promise<void> {
  const closing = open
  open = null
  if (closing === null) return
  await closing.session.close()
  closing.connection.close()
  closeDatabase(closing.db)
}

/** One change of the session at a time, in the order in which they were asked for. */
function inTurn(work: () => Promise<void>): Promise<void> {
  opening = opening.then(work)
  return opening
}

function session(): Session {
  if (open !== null) return open.session
  throw why ?? noBucket()
}

/** The annotations of the workspace in force; they can be written also when its bucket or index cannot be opened. */
function user(): UserStore {
  if (settings.bucket === '') throw noBucket()
  const folder = workspaceFolder(dataFolder, settings)
  if (userStore?.folder !== folder) {
    userStore?.close()
    userStore = new UserStore(folder)
  }
  return userStore
}

function noBucket(): AppError {
  return new AppError({ code: 'not-configured', message: 'No bucket is chosen yet.', action: 'Choose one in Settings.' })
}

void inTurn(openSession)

serve({
  async call(method, input) {
    await opening
    const status = (): ReturnType<Session['status']> => open?.session.status() ?? board.read(settings, { db: null, region: null, endpointUrl: null })
    return await answerIndexing({ settings, session, status, user, emit: emitChange }, method, input)
  },
  async configure(next) {
    await inTurn(async () => {
      await closeSession()
      settings = next
      await openSession()
      emitChange({ kind: 'workspace' })
    })
  },
  suspend: () => void inTurn(async () => { await open?.session.suspend() }),
  resume: () => void inTurn(async () => { open?.session.resume() }),
  async close() {
    // What a person made comes first: closing the rest may take longer than the process is given.
    userStore?.close()
    await inTurn(closeSession)
    feed.close()
  }
})
