import type { MethodName, Parsed } from '@shared/contract/contract'
import { okReply } from '@shared/contract/reply'
import { AppError } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import { checkConnection } from '../aws/connectionCheck'
import { listProfiles } from '../aws/profiles'
import { sqliteVersion } from '../database/sqliteVersion'
import { annotationWrites } from './annotationHandlers'
import type { IndexerContext, IndexerMethod, IndexerPart } from './indexerMethod'
import { offlineWrites } from './offlineHandlers'
import { signInHandlers } from './signInHandlers'
import { snapshotHandlers } from './snapshotHandlers'

/** Every method that the indexing thread answers. */
export const indexerHandlers: IndexerPart<IndexerMethod> = {
  'status.get': (context) => context.status(),
  'poll.now': (context) => {
    context.session().pollNow()
    return null
  },
  'poll.pause': async (context, { paused }) => {
    await context.session().pause(paused)
    return null
  },
  'poll.focus': (context, focus) => {
    context.session().focus(focus)
    return null
  },
  'poll.verify': (context, { project }) => {
    context.session().verify(project)
    return null
  },
  'jobs.cancel': (context, { jobId }) => {
    if (!context.snapshots().cancelJob(jobId)) context.session().cancel(jobId)
    return null
  },
  'app.sqlite': () => sqliteVersion(),
  'projects.coverage': (context) => context.session().coverage(),
  'bringIn.get': (context) => context.session().bringIn(),
  'bringIn.choose': async (context, choice) => {
    await context.session().choose(choice)
    return null
  },
  'bringIn.estimate': (context, { sinceDay }) => context.session().estimate(sinceDay),
  'search.setScope': (context, scope) => context.session().setSearchScope(scope),
  'runs.fetchBodies': (context, run) => context.session().fetchBodies(run),
  'runs.fetchLarge': (context, { run, objectKey }) => context.session().fetchLarge(run, objectKey),
  'profiles.list': () => listProfiles(),
  'connection.check': (context, patch) => {
    const settings = { ...context.settings, ...definedOf(patch) }
    // Whoever publishes has said that something may be written.
    return checkConnection(settings, { tryPut: settings.publishSnapshots, mfa: context.desk().mfa })
  },
  ...signInHandlers,
  ...offlineWrites,
  ...annotationWrites,
  ...snapshotHandlers
}

/** The reply's text of a call whose input was checked at the door; throws what the handler throws. */
export async function answerIndexing(context: IndexerContext, method: MethodName, input: unknown): Promise<string> {
  if (!isIndexerMethod(method)) throw new AppError({ code: 'invalid-input', message: `${method} is not answered here.` })
  const handler = indexerHandlers[method] as (context: IndexerContext, input: unknown) => unknown
  return okReply(JSON.stringify(await handler(context, input)))
}

function isIndexerMethod(method: MethodName): method is IndexerMethod {
  return Object.hasOwn(indexerHandlers, method)
}

// With exact optional properties a field that is there and undefined would blot out the saved one.
function definedOf(patch: Parsed<'connection.check'>): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
