import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { bringInSchema } from '@shared/model/bringIn'
import type { BringIn } from '@shared/model/bringIn'

/** What a person chose to bring in lies beside the index, not in it: the index can be built anew and must know how. */
const fileName = 'bring-in.json'

/** The choice of a workspace; `null` = nobody chose yet, or the file cannot be understood. */
export function readChoice(folder: string): BringIn | null {
  try {
    return bringInSchema.parse(JSON.parse(readFileSync(join(folder, fileName), 'utf8')))
  } catch {
    return null
  }
}

/** Saves a choice whole or not at all; `disk-full` in words when it cannot be written. */
export function saveChoice(folder: string, choice: BringIn): void {
  const path = join(folder, fileName)
  const temporary = `${path}.new`
  try {
    const file = openSync(temporary, 'w', 0o600)
    try {
      writeSync(file, `${JSON.stringify(choice, null, 2)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AppError({ code: 'disk-full', message: `The choice could not be saved: ${why}`, action: 'Check that the data folder can be written and the disk has room.', cause })
  }
}
