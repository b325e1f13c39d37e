import type { SeedObject } from '../scripts/seed/tracker'

/** A run and its first failing step, read from the raw lines of a bucket by other means than the app's. */
export interface RawFailure {
  readonly appId: string
  readonly partitionKey: string | null
  readonly sequenceId: number
  readonly action: string
  /** Type and message, as the traceback ends. */
  readonly error: string
  /** What the step before it left. */
  readonly stateBefore: unknown
  /** Where the run was forked from; a sequence id of `null` = the latest. */
  readonly parent: { readonly appId: string; readonly sequenceId: number | null } | null
  /** The step that took the same action right after it; `null` = none did. */
  readonly retriedBy: number | null
}

interface Line {
  readonly type: string
  readonly sequence_id: number
  readonly action: string
  readonly exception?: string | null
  readonly state?: unknown
}

interface RawRun {
  readonly lines: Line[]
  parent: RawFailure['parent']
}

const keyPattern = /^data\/[^/]+\/\d{4}\/\d\d\/\d\d\/\d\d\/[^/]+\/(.+)\/([^/]+)\/([^/]+)$/

function runsIn(objects: readonly SeedObject[]): ReadonlyMap<string, RawRun> {
  const runs = new Map<string, RawRun>()
  for (const { key, body } of objects) {
    const [, partition = '', appId = '', file = ''] = keyPattern.exec(key) ?? []
    if (appId === '') continue
    const name = JSON.stringify([partition === '__none__' ? null : partition, appId])
    const run = runs.get(name) ?? { lines: [], parent: null }
    runs.set(name, run)
    const text = Buffer.from(body).toString('utf8')
    if (file.endsWith('.jsonl')) for (const line of text.split('\n')) if (line !== '') run.lines.push(JSON.parse(line) as Line)
    if (!file.endsWith('metadata.json')) continue
    const pointer = (JSON.parse(text) as { parent_pointer: { app_id: string; sequence_id: number | null } | null }).parent_pointer
    if (pointer !== null) run.parent = { appId: pointer.app_id, sequenceId: pointer.sequence_id }
  }
  return runs
}

/** The failing runs of a bucket of which the step before is known too; each sequence id was taken once. */
export function failuresIn(objects: readonly SeedObject[]): readonly RawFailure[] {
  return [...runsIn(objects)].flatMap(([name, { lines, parent }]) => {
    const [partitionKey, appId] = JSON.parse(name) as [string | null, string]
    const begins = lines.filter(({ type }) => type === 'begin_entry')
    const ends = lines.filter(({ type }) => type === 'end_entry').toSorted((a, b) => a.sequence_id - b.sequence_id)
    const at = ends.findIndex(({ exception }) => typeof exception === 'string' && exception !== '')
    const [before, failed, after] = [ends[at - 1], ends[at], ends[at + 1]]
    if (failed === undefined || before === undefined || new Set(begins.map((each) => each.sequence_id)).size !== begins.length) return []
    if (before.sequence_id !== failed.sequence_id - 1) return []
    const error = (failed.exception ?? '').trimEnd().split('\n').findLast((line) => /^[A-Za-z_][\w.]*: /.test(line)) ?? ''
    const retriedBy = after !== undefined && after.action === failed.action && after.sequence_id === failed.sequence_id + 1 ? after.sequence_id : null
    return [{ appId, partitionKey, sequenceId: failed.sequence_id, action: failed.action, error, stateBefore: before.state, parent, retriedBy }]
  })
}
