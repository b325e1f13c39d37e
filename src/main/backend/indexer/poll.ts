import { BucketError } from '../bucket/bucketError'
import { lastAcceptedKey, laterKey, planPoll, projectFolder } from './discover'
import type { FolderState, ProjectFolder, WindowListing } from './discover'
import { emptyTally, indexPages } from './indexPages'
import type { ListingProgress, Tally, WorkPage } from './indexPages'
import { pageObjects } from './indexStore'
import { listFolder, listPages } from './list'
import { inParallel } from './parallel'
import type { PassContext } from './pass'
import { coversScope, firstDayPrefix, isInScope, wholeBucket } from './scope'
import { verdictOf } from './verdict'

/** What one poll did with one project. */
export interface FolderOutcome {
  readonly folder: ProjectFolder
  readonly tally: Tally
  readonly error: unknown
}

/** What a poll of all projects did. */
export interface PollOutcome {
  readonly tally: Tally
  readonly outcomes: readonly FolderOutcome[]
  /** Projects of which the newest was never indexed: a pass has to begin there. */
  readonly unindexed: readonly ProjectFolder[]
  /** All projects that are followed now. */
  readonly followed: readonly ProjectFolder[]
}

/** How a poll is made. */
export interface PollOptions {
  /** When a project's 48 hours were last looked through, milliseconds; the poll notes it there. */
  readonly warmAtMs: Map<string, number>
  /** Only these projects; all when not given. */
  readonly only?: readonly string[]
}

const parallelFolders = 8

/** The folders under `data/`, and the objects that lie beside them indexed as ignored. */
export async function findFolders(context: PassContext, tally: Tally): Promise<ProjectFolder[]> {
  const { objects, commonPrefixes } = await listFolder(context.listing, 'data/')
  await indexPages(only({ objects: pageObjects({ objects }), progress: null }), context, tally)
  return commonPrefixes.map((prefix) => ({ project: prefix.slice('data/'.length, -1), prefix }))
}

/** Looks through the recent hours of every project. One that fails does not stop another; what concerns all rejects. */
export async function pollOnce(context: PassContext, options: PollOptions): Promise<PollOutcome> {
  const tally = emptyTally()
  const folders = options.only?.map(projectFolder) ?? (await findFolders(context, tally))
  const { isChosen } = context.scope ?? wholeBucket
  const there = options.only === undefined ? withNestedProjects(folders, context.store.projects()) : folders
  const followed = there.filter(({ project }) => isChosen(project))
  const states = followed.map((folder) => folderState(context, folder, options.warmAtMs))
  const unindexed: ProjectFolder[] = []
  const outcomes: FolderOutcome[] = []
  await inParallel(planPoll(states, context.nowMs()), parallelFolders, async ({ state: { folder }, plan }) => {
    if (plan.look === 'everything') {
      unindexed.push(folder)
      return
    }
    const outcome = await pollFolder(folder, plan.listing, context)
    outcomes.push(outcome)
    addTo(tally, outcome.tally)
    if (plan.isWarm && outcome.error === null) options.warmAtMs.set(folder.project, context.nowMs())
  })
  return { tally, outcomes, unindexed, followed }
}

/** What the index knows of the listing of a project. */
export function folderState(context: Pick<PassContext, 'store' | 'scope'>, folder: ProjectFolder, warmAtMs: ReadonlyMap<string, number>): FolderState {
  const state = context.store.prefixState(folder.project, folder.prefix)
  const completeAtUs = completeAtUsOf(context, folder)
  return {
    folder,
    cursor: state?.cursor ?? null,
    completeAtMs: completeAtUs === null ? null : completeAtUs / 1000,
    warmAtMs: warmAtMs.get(folder.project) ?? null
  }
}

/** When a listing as far back as the scope goes was last complete; one that went farther counts too. */
function completeAtUsOf({ store, scope = wholeBucket }: Pick<PassContext, 'store' | 'scope'>, folder: ProjectFolder): number | null {
  const instants = (scope.sinceMs === null ? [store.prefixState(folder.project, folder.prefix)] : store.prefixStates(folder.project))
    .flatMap((state) => (state !== null && state.completeAtUs !== null && coversScope(folder, state.prefix, scope.sinceMs) ? [state.completeAtUs] : []))
  return instants.length === 0 ? null : Math.max(...instants)
}

async function pollFolder(folder: ProjectFolder, listing: WindowListing, context: PassContext): Promise<FolderOutcome> {
  const tally = emptyTally()
  try {
    await indexPages(windowPages(folder, listing, context), context, tally)
    return { folder, tally, error: null }
  } catch (error) {
    if (concernsAll(error) || context.signal.aborted) throw error
    return { folder, tally, error }
  }
}

async function* windowPages(folder: ProjectFolder, listing: WindowListing, context: PassContext): AsyncGenerator<WorkPage, void, undefined> {
  const sinceMs = context.scope?.sinceMs ?? null
  const startAfter = sinceMs === null ? listing.startAfter : (laterKey(listing.startAfter, firstDayPrefix(folder, sinceMs)) ?? listing.startAfter)
  for await (const page of listPages(context.listing, { ...listing, startAfter })) {
    const last = lastAcceptedKey(folder, page.objects.map((object) => object.key), context.nowMs())
    yield { objects: pageObjects(page).filter(({ key }) => isInScope(key, sinceMs)), progress: last === null ? null : () => cursorProgress(folder, last, context) }
  }
}

// The window begins before the cursor, so what reaches beyond it is joined to it without a gap.
function cursorProgress(folder: ProjectFolder, last: string, context: PassContext): ListingProgress | null {
  const { project, prefix } = folder
  const state = context.store.prefixState(project, prefix)
  const cursor = laterKey(state?.cursor ?? null, last)
  return state?.cursor === cursor ? null : { project, prefix, cursor, completeAtUs: state?.completeAtUs ?? null }
}

/** Whether an error is of the connection, not of one project. */
export function concernsAll(error: unknown): boolean {
  if (!(error instanceof BucketError)) return false
  if (error.reason === 'access-denied-list' || error.reason === 'unexpected-answer') return false
  const verdict = verdictOf(error)
  return verdict.kind === 'stop' || error.reason === 'unreachable'
}

/** Projects with a slash in their name lie deeper than the folders of the bucket. */
function withNestedProjects(folders: readonly ProjectFolder[], known: readonly string[]): ProjectFolder[] {
  const names = new Set(folders.map((folder) => folder.project))
  const nested = known.filter((project) => project.includes('/') && !names.has(project) && names.has(project.slice(0, project.indexOf('/'))))
  return [...folders, ...nested.map(projectFolder)]
}

/** The folders of a bucket, and those the index knows that are no more there. */
export function withVanishedFolders(folders: readonly ProjectFolder[], known: readonly string[]): ProjectFolder[] {
  const names = new Set(folders.map((folder) => folder.project))
  const tops = new Set(known.map((project) => project.split('/', 1)[0] ?? project))
  return [...folders, ...[...tops].filter((project) => !names.has(project)).map(projectFolder)]
}

/** Adds the counts of one tally to another. */
export function addTo(sum: Tally, part: Readonly<Tally>): void {
  sum.listed += part.listed
  sum.indexed += part.indexed
  sum.ignored += part.ignored
  sum.failed += part.failed
  sum.found += part.found
  sum.vanished += part.vanished
}

/** A source of one page. */
export async function* only(page: WorkPage): AsyncGenerator<WorkPage, void, undefined> {
  if (page.objects.length > 0) yield await Promise.resolve(page)
}
