import type { RunBuild, RunPointer } from '@shared/model/run'
import { byKeyTime, isSamePointer } from '../burr/builds'
import { matchRun } from '../burr/fold'
import type { FoldedMatch } from '../burr/fold'
import type { FoldMetadata } from '../burr/foldInput'
import { compareKeys, settleRest } from '../burr/key'
import type { WriteDatabase } from '../database/connection'
import { savePointers } from '../database/pointers'
import type { StoredPointer } from '../database/pointers'
import { readFoldInput } from '../database/readFold'
import { readRunObjects } from '../database/runObjects'
import type { RunObject } from '../database/runObjects'
import { partitionId } from '../database/runTotals'
import { saveRun } from '../database/writeRun'
import type { RunColumns, RunPlace } from '../database/writeRun'
import { writeSteps } from '../database/writeSteps'

/** What folding a run changed: itself or not, and the app ids of parents whose children may have. */
export interface FoldedChange {
  readonly isChanged: boolean
  readonly parentAppIds: readonly string[]
}

/** Folds a run anew from all its objects in the index and writes what differs. Inside the ingest's transaction. */
export function refoldRun(db: WriteDatabase, run: RunPlace): FoldedChange {
  const objects = readRunObjects(db, run.runId)
  const input = readFoldInput(db, objects)
  const match = matchRun(input)
  const ids = new Map(objects.map(({ key, objectId }) => [key, objectId]))
  const stepChanges = writeSteps(db, run, match.run.steps, (key) => idOf(ids, key))
  const parentAppIds = savePointers(db, run, pointersOf(input.metadata))
  const isRowChanged = saveRun(db, run, columnsOf(db, run, { objects, match, metadata: input.metadata }))
  return { isChanged: run.isNew || isRowChanged || stepChanges > 0 || parentAppIds.length > 0, parentAppIds }
}

function idOf(ids: ReadonlyMap<string, number>, key: string): number {
  const id = ids.get(key)
  if (id === undefined) throw new Error('A step stands in an object that is not of its run.')
  return id
}

const longestAppId = 1024

function pointersOf(metadata: readonly FoldMetadata[]): StoredPointer[] {
  const found: StoredPointer[] = []
  for (const { timeUs, parentPointer, spawningParentPointer } of byKeyTime(metadata)) {
    for (const [kind, pointer] of [['fork', parentPointer], ['spawn', spawningParentPointer]] as const) {
      // No key holds a longer app id, so such a pointer names no run.
      if (pointer === null || pointer.appId.length > longestAppId) continue
      if (found.some((each) => each.kind === kind && isSamePointer(each.pointer, pointer))) continue
      found.push({ kind, pointer, timeUs })
    }
  }
  return found
}

interface Folded {
  readonly objects: readonly RunObject[]
  readonly match: FoldedMatch
  readonly metadata: readonly FoldMetadata[]
}

function columnsOf(db: WriteDatabase, run: RunPlace, folded: Folded): RunColumns {
  const { objects, match } = folded
  const { summary, builds } = match.run
  const { partitionKey, appId, isOpaque } = identityOf(run.rest, folded.metadata)
  const logs = objects.filter(({ kind }) => kind === 'log')
  return {
    partition_id: partitionId(db, run.projectId, partitionKey),
    app_id: appId,
    is_opaque: isOpaque ? 1 : 0,
    step_count: summary.stepCount,
    failed_count: summary.failedCount,
    first_time_us: summary.firstTimeUs,
    last_time_us: summary.lastTimeUs,
    last_action: summary.lastAction,
    last_error: textOrNull(summary.lastError),
    is_last_step_open: summary.isLastStepOpen ? 1 : 0,
    is_recovered: summary.isRecovered ? 1 : 0,
    longest_step_us: summary.longestStepUs,
    waiting: textOrNull(summary.waiting),
    prompt_tokens: summary.promptTokens,
    completion_tokens: summary.completionTokens,
    fork_parent: textOrNull(summary.forkParent),
    spawn_parent: textOrNull(summary.spawnParent),
    builds: builds.length === 0 ? null : JSON.stringify(builds.map(buildOf)),
    clock: textOrNull(clockOf(match)),
    graph_hash: builds.findLast(({ graphHash }) => graphHash !== null)?.graphHash ?? null,
    log_file_count: logs.length,
    body_count: logs.filter(({ hasBody }) => hasBody === 1).length,
    size_bytes: objects.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
  }
}

function textOrNull(value: RunPointer | object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}

function buildOf(build: FoldedMatch['run']['builds'][number]): RunBuild {
  const { timeUs, graphHash, parentPointer, spawningParentPointer } = build
  return { timeUs, graphHash, forkParent: parentPointer, spawnParent: spawningParentPointer }
}

// More than one slash: the first metadata body that fits tells where the partition key ends, whatever came first.
function identityOf(
  rest: string,
  metadata: readonly FoldMetadata[]
): { readonly partitionKey: string | null; readonly appId: string; readonly isOpaque: boolean } {
  const cut = rest.indexOf('/')
  if (!rest.includes('/', cut + 1)) {
    const plain = settleRest(rest, rest.slice(0, cut))
    if (plain !== null) return { ...plain, isOpaque: false }
  }
  for (const { partitionKey } of metadata.toSorted((a, b) => compareKeys(a.key, b.key))) {
    const settled = settleRest(rest, partitionKey)
    if (settled !== null) return { ...settled, isOpaque: false }
  }
  return { partitionKey: null, appId: rest, isOpaque: true }
}

function clockOf(match: FoldedMatch): { readonly offsetMinutes: number; readonly sure: boolean } | null {
  const clock = match.files.findLast((file) => file.clock.offsetMinutes !== null)?.clock
  if (clock === undefined || clock.offsetMinutes === null) return null
  return { offsetMinutes: clock.offsetMinutes, sure: clock.sure }
}
