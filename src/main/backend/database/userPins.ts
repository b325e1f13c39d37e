import type { Pin, PinTarget } from '@shared/model/offline'
import { AppError } from '@shared/errors'
import { statement } from './connection'
import { readUser } from './userFile'
import type { UserDatabase, UserWriter } from './userFile'

/** A pin as user.db keeps it: without its size, which the index tells. */
export type KeptPin = Omit<Pin, 'size'>

interface PinTableRow {
  readonly pin_id: number
  readonly kind: PinTarget['kind']
  readonly project: string
  readonly in_partition: number
  readonly partition_key: string | null
  readonly app_id: string | null
  readonly filter: string
  readonly created_us: number
}

function targetOf({ kind, project, in_partition, partition_key: partitionKey, app_id, filter }: PinTableRow): PinTarget {
  switch (kind) {
    case 'run':
      return { kind, run: { project, partitionKey, appId: app_id ?? '' } }
    case 'filter':
      return in_partition === 0 ? { kind, project, filter } : { kind, project, partitionKey, filter }
    case 'project':
      return { kind, project }
  }
}

function valuesOf(target: PinTarget): readonly unknown[] {
  switch (target.kind) {
    case 'run':
      return [target.kind, target.run.project, 1, target.run.partitionKey, target.run.appId, '']
    case 'filter':
      return [target.kind, target.project, target.partitionKey === undefined ? 0 : 1, target.partitionKey ?? null, null, target.filter.trim()]
    case 'project':
      return [target.kind, target.project, 0, null, null, '']
  }
}

/** All pins, last one first. */
export function listPins(db: UserDatabase): KeptPin[] {
  const rows = statement<[], PinTableRow>(db.user, '/* listPins */ SELECT * FROM pin ORDER BY pin_id DESC').all()
  return rows.map((row) => ({ pinId: row.pin_id, target: targetOf(row), createdUs: row.created_us }))
}

/** The pins of a workspace; none before anybody made one. Throws `damaged` or `index-newer` as the file's opening does. */
export function readPins(folder: string): readonly KeptPin[] {
  return readUser<readonly KeptPin[]>(folder, [], (reader) => (hasPins(reader) ? listPins(reader) : []))
}

/** The pins of a workspace for a list that is shown whatever became of user.db; the annotations say what is wrong with it. */
export function readPinsIfWhole(folder: string): readonly KeptPin[] {
  try {
    return readPins(folder)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

// The reading side also sees a file that the writing side has not brought up to date yet.
function hasPins(db: UserDatabase): boolean {
  return statement<[], unknown>(db.user, `/* hasPins */ SELECT 1 FROM sqlite_schema WHERE name = 'pin'`).get() !== undefined
}

/** Keeps a pin; one that is there already stays as it was. */
export function addPin(writer: UserWriter, target: PinTarget, nowUs: number): void {
  const sql = `/* addPin */ INSERT INTO pin (kind, project, in_partition, partition_key, app_id, filter, created_us)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
  statement<unknown[]>(writer.user, sql).run(...valuesOf(target), nowUs)
}

/** Takes a pin away; `not-found` when it is not there. */
export function removePin(writer: UserWriter, pinId: number): void {
  const { changes } = statement<[number]>(writer.user, '/* removePin */ DELETE FROM pin WHERE pin_id = ?').run(pinId)
  if (changes === 0) throw new AppError({ code: 'not-found', message: 'This is not kept offline any more.' })
}
