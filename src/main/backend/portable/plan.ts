import type { PortableSelection } from '@shared/contract/portable'
import type { Annotation } from '@shared/model/annotation'
import type { RunKey } from '@shared/model/run'
import { readBody } from '../database/bodies'
import type { ReadDatabase } from '../database/connection'
import { readObjectsOfRun } from '../database/portableReads'
import type { RunObjectRow } from '../database/portableReads'
import { readUser } from '../database/userFile'
import { listAnnotations } from '../database/userReads'
import { chooseRuns } from './chooseRuns'
import type { ChosenRun } from './chooseRuns'

/** An object that goes into a file, and the run it is of. */
export interface PlannedObject extends RunObjectRow {
  readonly run: RunKey
}

/** What goes into a file, before anything is read. */
export interface ExportPlan {
  readonly runs: readonly ChosenRun[]
  readonly objects: readonly PlannedObject[]
  /** Objects whose bodies are not on this disk, and the runs they are of. */
  readonly missing: number
  readonly missingRuns: readonly RunKey[]
  readonly annotations: readonly Annotation[]
  readonly rawBytes: number
  readonly packedBytes: number
}

const mostAnnotations = 1000
const mostNamed = 1000

/** Finds out what a selection comes to. */
export function planExport(db: ReadDatabase, selection: PortableSelection, nowUs: number = Date.now() * 1000): ExportPlan {
  const runs = chooseRuns(db, selection, nowUs)
  const all = runs.flatMap(({ run, runId }) => readObjectsOfRun(db, runId).map((object) => ({ ...object, run })))
  const objects = all.filter(({ rawBytes }) => rawBytes !== null)
  const missingRuns = runs.filter(({ run }) => all.some((object) => object.run === run && object.rawBytes === null)).map(({ run }) => run)
  return {
    runs,
    objects,
    missing: all.length - objects.length,
    missingRuns: missingRuns.slice(0, mostNamed),
    annotations: selection.withAnnotations ? annotationsOf(db, runs) : [],
    rawBytes: objects.reduce((sum, { rawBytes }) => sum + (rawBytes ?? 0), 0),
    packedBytes: objects.reduce((sum, { packedBytes }) => sum + (packedBytes ?? 0), 0)
  }
}

function annotationsOf(db: ReadDatabase, runs: readonly ChosenRun[]): Annotation[] {
  return readUser<Annotation[]>(db.folder, [], (reader) =>
    runs.flatMap(({ run }) => {
      const { annotations } = listAnnotations(reader, { run, tags: [], actions: [], text: '' }, 'step', mostAnnotations)
      return annotations
    })
  )
}

/** The bytes of an object; `null` = they were given up since the plan was made. */
export function readPlanned(db: ReadDatabase, { objectId, key, etag }: PlannedObject): Uint8Array | null {
  return readBody(db, { objectId, key, etag })
}
