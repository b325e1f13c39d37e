import { AppError } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import { connect } from './aws/connect'
import type { Connection } from './aws/connect'
import type { WriteDatabase } from './database/connection'
import { closeDatabase } from './database/open'
import { asAppError } from './database/sqliteError'
import { UserStore } from './database/userStore'
import { answerIndexing } from './handlers/indexerHandlers'
import { ChangeFeed } from './indexer/changeFeed'
import { openIndex } from './indexer/openIndex'
import type { RepairOptions } from './indexer/openIndex'
import { Session } from './indexer/session'
import type { IndexTrouble } from './indexer/session'
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
async function openSession(repair: RepairOptions = {}): Promise<void> {
  board = new StatusBoard(() => feed.status())
  why = null
  try {
    const connection = await connect(settings)
    open = { connection, ...openWorkspace(connection, repair) }
    open.session.start()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    why = error
    board.connection(error.code === 'not-configured' ? 'not-configured' : 'failed', error.code === 'not-configured' ? null : error)
  }
}

function openWorkspace(connection: Connection, repair: RepairOptions): Omit<Open, 'connection'> {
  try {
    const { db, notice } = openIndex(workspaceFolder(dataFolder, settings), repair)
    const session = new Session(settings, { db, connection }, feed, { notice, onTrouble: (trouble) => void openAgain(trouble, session) })
    return { db, session }
  } catch (error) {
    connection.close()
    throw error
  }
}

async function closeSession(): Promise<void> {
  const closing = open
  open = null
  if (closing === null) return
  try {
    await closing.session.close()
  } catch (error) {
    // Last notes into a full or damaged file: the index can go without.
    if (!(asAppError(error) instanceof AppError)) throw error
  } finally {
    closing.connection.close()
    closeDatabase(closing.db)
  }
}

/** The index cannot be worked on as it is: it is closed and opened again, or set aside and begun anew. Said once by each session. */
function openAgain(trouble: IndexTrouble, by: Session): Promise<void> {
  return inTurn(async () => {
    if (open?.session !== by) return
    await closeSession()
    await openSession({ isKnownDamaged: trouble === 'rebuild' })
    emitChange({ kind: 'workspace' })
  })
}

/** A person asks for what was not done by itself. */
function repairAsAsked(): Promise<void> {
  return inTurn(async () => {
    if (open !== null || why?.code !== 'index-damaged') return
    await openSession({ isAskedFor: true, isKnownDamaged: true })
    emitChange({ kind: 'workspace' })
  })
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
    if (method === 'poll.now' && why?.code === 'index-damaged') await repairAsAsked()
    try {
      return await answerIndexing({ settings, session, status, user, emit: emitChange }, method, input)
    } catch (error) {
      const known = asAppError(error)
      if (known instanceof AppError && known.code === 'index-damaged' && open !== null) void openAgain('rebuild', open.session)
      throw known
    }
  },
  async configure(next) {
    await inTurn(async () => {
      await closeSession()
      settings = next
      await openSession()
      emitChange({ kind: 'workspace' })
    })
  },
  used: (run) => open?.session.used(run),
  damaged: async () => {
    if (open !== null) await openAgain('rebuild', open.session)
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
