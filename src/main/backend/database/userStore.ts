import { transact } from './connection'
import { purgeDeleted } from './userAnnotations'
import { backUp, restoreBackup } from './userBackup'
import { closeUserWriter, inUserWords, openUserWriter } from './userFile'
import type { UserWriter } from './userFile'

/** The writing side of a workspace's user.db, opened when it is first needed. */
export class UserStore {
  readonly #nowMs: () => number
  #writer: UserWriter | null = null

  constructor(
    readonly folder: string,
    nowMs: () => number = Date.now
  ) {
    this.#nowMs = nowMs
  }

  /** Does the work in one transaction, which is on the disk when this returns; makes a backup when one is due. */
  write<Result>(work: (writer: UserWriter, nowUs: number) => Result): Result {
    const writer = this.#open()
    const result = inUserWords(() =>
      transact(writer.user, () => {
        const done = work(writer, this.#nowMs() * 1000)
        writer.user.exec(`UPDATE meta SET value = value + 1 WHERE name = 'generation'`)
        return done
      })
    )
    this.#backUp(writer, false)
    return result
  }

  /** Sets a damaged file aside and restores the newest good backup; gives when that was made in UTC microseconds, `null` = there was none. */
  repair(): number | null {
    this.#writer?.user.close()
    this.#writer = null
    const atMs = restoreBackup(this.folder, this.#nowMs())
    return atMs === null ? null : atMs * 1000
  }

  close(): void {
    if (this.#writer === null) return
    this.#backUp(this.#writer, false)
    closeUserWriter(this.#writer)
    this.#writer = null
  }

  #open(): UserWriter {
    if (this.#writer !== null) return this.#writer
    const writer = openUserWriter(this.folder, (older) => backUp(older, this.#nowMs(), true))
    purgeDeleted(writer, this.#nowMs() * 1000)
    return (this.#writer = writer)
  }

  // What was asked for is done when the transaction is: a backup that fails (a full disk) is due again with the next change.
  #backUp(writer: UserWriter, always: boolean): void {
    try {
      backUp(writer, this.#nowMs(), always)
    } catch (error) {
      process.stderr.write(`The backup of the annotations failed: ${error instanceof Error ? error.message : String(error)}\n`)
    }
  }
}
