import type { MethodName } from '@shared/contract/contract'
import { AppError } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import { SignInDesk } from './aws/signInDesk'
import { watchSignIn } from './aws/signInWatch'
import { asAppError } from './database/sqliteError'
import { UserStore } from './database/userStore'
import { answerIndexing } from './handlers/indexerHandlers'
import { ChangeFeed } from './indexer/changeFeed'
import type { RepairOptions } from './indexer/openIndex'
import type { IndexTrouble, Session } from './indexer/session'
import { StatusBoard } from './indexer/statusBoard'
import { closeOpened, isSameWorkspace, openLink, openOn } from './link'
import type { Link, Opened } from './link'
import { ChildRelay } from './snapshot/childRelay'
import { builtPrograms } from './snapshot/programs'
import type { Snapshots } from './snapshot/snapshots'
import { isEmptyWorkspace } from './snapshot/startFromSnapshot'
import { cancelled } from './snapshot/threadWork'
import { emitChange, serve, tellChildKeeper, threadStart } from './threadPort'
import { Turns } from './turns'
import { workspaceFolder } from './workspace'

// Which Node is inside Electron is nothing that a person can change.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

/** So long a last snapshot may take when the app is closed. */
const publishAtQuitMs = 10_000

const { dataFolder, settings: startSettings, keepsChildren } = threadStart()
const feed = new ChangeFeed(emitChange)
const relay = new ChildRelay(tellChildKeeper)
const programs = builtPrograms(keepsChildren ? relay.start : undefined)
const turns = new Turns()
const desk = new SignInDesk({ environment: process.env, onChange: () => emitChange({ kind: 'signIn' }), onSignedIn: signedIn })
let settings: Settings = startSettings
let link: Link | null = null
let open: Opened | null = null
let board = new StatusBoard(() => feed.status())
let why: AppError | null = null
let userStore: UserStore | null = null
/** Ends an opening that is not wanted any more. */
let stopOpening = new AbortController()

/** How a session is opened; `isReplaced` = with an index that a person has chosen. */
type Opening = RepairOptions & { readonly isReplaced?: boolean }

/** Opens the bucket and the index of the settings; what fails is shown in the status. */
async function openSession({ signal }: AbortController, how: Opening = {}): Promise<void> {
  board = new StatusBoard(() => feed.status())
  why = null
  try {
    link ??= await openLink({ dataFolder, settings, programs, mfa: desk.mfa, host: { db: () => open?.db ?? null, replaceIndex, onChange: () => feed.snapshots() } })
    const { snapshots, folder } = link
    board.connection('connecting')
    let wasEmpty = false
    // Filling an empty workspace may take minutes, in which a window wants to know how far it is.
    const start = async (): Promise<void> => {
      if (!isEmptyWorkspace(folder)) return
      wasEmpty = true
      await turns.long(() => snapshots.startEmpty(signal))
    }
    const isWanted = settings.loadSnapshotOnStart && how.isReplaced !== true
    open = await openOn(link, settings, { feed, repair: how, start: isWanted ? start : null, onTrouble: (trouble, by) => void openAgain(trouble, by) })
    open.session.start()
    if (open.isToCompare) open.session.verify(null)
    snapshots.start()
    // Windows may have asked before there was an index.
    if (wasEmpty) emitChange({ kind: 'workspace' })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    why = error
    board.connection(error.code === 'not-configured' ? 'not-configured' : 'failed', error.code === 'not-configured' ? null : error)
  }
}

/** Closes the index; the connection stays, and with it the snapshots. */
async function closeSession(): Promise<void> {
  const closing = open
  open = null
  if (closing !== null) await closeOpened(closing)
}

async function closeLink(): Promise<void> {
  await closeSession()
  link?.connection.close()
  link = null
}

/** Opens the session anew after `change`, unless what called for it is over when its turn comes, and tells every window. */
function reopen(change: () => Promise<void>, how: Opening = {}, isStillDue: () => boolean = () => true): Promise<void> {
  const wanted = stopOpening
  return turns.take(async () => {
    if (!isStillDue()) return
    try {
      await change()
    } finally {
      await openSession(wanted, how)
      emitChange({ kind: 'workspace' })
    }
  })
}

/** The index cannot be worked on as it is: it is closed and opened again, or set aside and begun anew. Said once by each session. */
function openAgain(trouble: IndexTrouble, by: Session): Promise<void> {
  return reopen(closeSession, { isKnownDamaged: trouble === 'rebuild' }, () => open?.session === by)
}

/** Puts other files in the place of the index. */
function replaceIndex(adopt: () => void): Promise<void> {
  const of = link
  const change = async (): Promise<void> => {
    await closeSession()
    adopt()
  }
  return reopen(change, { isReplaced: true }, () => {
    if (link !== of) throw cancelled()
    return true
  })
}

function session(): Session {
  if (open !== null) return open.session
  throw why ?? noBucket()
}

function snapshots(): Snapshots {
  if (link !== null) return link.snapshots
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

function status(): ReturnType<Session['status']> {
  return open?.session.status() ?? board.read(settings, { db: null, region: null, endpointUrl: null })
}

/** Calls that need no session, and so need not wait for a long opening. */
function needsNoSession(method: MethodName): boolean {
  return ['status.get', 'profiles.list', 'connection.check'].includes(method) || /^(snapshots|annotations|signIn)\./.test(method)
}

/** Somebody signed in, or changed a profile, here or with another tool. */
function signedIn(): void {
  emitChange({ kind: 'signIn' })
  open?.session.signedIn()
}

const watching = watchSignIn(process.env, signedIn)

void turns.take(() => openSession(stopOpening))

serve({
  async call(method, input) {
    await (needsNoSession(method) ? turns.answerable() : turns.ended())
    // A person asks for what was not done by itself.
    if (method === 'poll.now') await reopen(closeSession, { isAskedFor: true, isKnownDamaged: true }, () => open === null && why?.code === 'index-damaged')
    try {
      return await answerIndexing({ settings, session, status, user, snapshots, desk: () => desk, emit: emitChange }, method, input)
    } catch (error) {
      const known = asAppError(error)
      if (known instanceof AppError && known.code === 'index-damaged' && open !== null) void openAgain('rebuild', open.session)
      throw known
    }
  },
  async configure(next) {
    if (link !== null && isSameWorkspace(settings, next)) {
      settings = next
      await link.snapshots.configure(next)
      return
    }
    stopOpening.abort(cancelled())
    stopOpening = new AbortController()
    // Not in a turn: what is done with snapshots may itself wait for one.
    await link?.snapshots.close()
    await reopen(async () => {
      await closeLink()
      settings = next
    })
  },
  used: (run) => open?.session.used(run),
  damaged: async () => {
    if (open !== null) await openAgain('rebuild', open.session)
  },
  child: (message) => relay.receive(message),
  suspend: () => void turns.take(async () => { await open?.session.suspend() }),
  resume: () => void turns.take(() => { open?.session.resume() }),
  async close() {
    // What a person made comes first: closing the rest may take longer than the process is given.
    userStore?.close()
    watching.close()
    desk.close()
    stopOpening.abort(cancelled())
    await turns.take(async () => { await open?.session.suspend() })
    // Whoever is offline need not wait for that to be found out again.
    await link?.snapshots.close(status().connection === 'connected' ? publishAtQuitMs : 0)
    await turns.take(closeLink)
    feed.close()
  }
})
