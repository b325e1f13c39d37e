import type { SearchScope } from '@shared/contract/search'
import type { Connection, WriteDatabase } from '../database/connection'
import { readLogFile } from '../burr/readLogFile'
import { closeText, discardText, isDamage, textForWriting } from '../database/textFile'
import { textOfFile } from '../database/textOfFile'
import { bytesOf, newestObjectId, storeTexts, unreadFiles } from '../database/textStore'
import type { ReadFile, UnreadFile } from '../database/textStore'
import { readSearchScope, saveSearchScope } from '../database/textScope'

/** How the words are filled in behind the rows. */
export interface TextFillOptions {
  /** Whether objects are being indexed: the words then take a tenth of the thread. */
  isBusy(): boolean
  /** Longest stretch of work without a pause. */
  readonly sliceMs?: number
}

/** Object ids looked at in one go. */
const rangeIds = 2000
const filesAtOnce = 50
const filesWhenBusy = 8
const bytesAtOnce = 384 * 1024
const idleMs = 2000
// Rows come first: while a back-fill runs, words take about a hundredth of the thread.
const busyPauseMs = 2000
const troubleMs = 60_000
/** Bodies that came back and objects that came again are found by looking at everything once more. */
const roundMs = 30 * 60_000

/** Fills the full-text index from the bodies on this disk, the newest objects first, in slices between other work. */
export class TextFill {
  readonly #db: WriteDatabase
  readonly #options: TextFillOptions
  /** Ranges of object ids to be looked at, both ends inclusive; the last one first. */
  readonly #ranges: { first: number; last: number }[] = []
  #queue: UnreadFile[] = []
  #scope: SearchScope
  #text: Connection | null = null
  #lookedUpTo = 0
  #isSaid = false
  #nextRoundMs = 0
  #timer: NodeJS.Timeout | null = null

  constructor(db: WriteDatabase, options: TextFillOptions) {
    this.#db = db
    this.#options = options
    this.#scope = readSearchScope(db.folder)
  }

  start(): void {
    this.#timer ??= setTimeout(() => this.#tick(), 0)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** Keeps what is to be searched; the words begin anew, so that nothing stays of what is not. */
  setScope(scope: SearchScope): void {
    saveSearchScope(this.#db.folder, scope)
    this.#scope = scope
    this.#forget()
    discardText(this.#db)
    if (this.#timer === null) return
    this.stop()
    this.start()
  }

  /** Stops and closes the file. */
  close(): void {
    this.stop()
    closeText(this.#db)
  }

  /** Fills until nothing is left to do or the time is up; gives whether something is. Throws what SQLite throws. */
  work(limitMs: number): boolean {
    const end = performance.now() + limitMs
    do {
      if (!this.#step()) return false
    } while (performance.now() < end)
    return true
  }

  #tick(): void {
    this.#timer = null
    this.#timer = setTimeout(() => this.#tick(), this.#slice())
    this.#timer.unref()
  }

  // How long to wait until the next slice.
  #slice(): number {
    try {
      const isBusy = this.#options.isBusy()
      if (!this.work(isBusy ? 0 : (this.#options.sliceMs ?? 20))) return idleMs
      return isBusy ? busyPauseMs : 1
    } catch (error) {
      // Without words there is no search, and nothing else: a full disk is told by those who write rows.
      if (isDamage(error)) discardText(this.#db)
      this.#forget()
      return troubleMs
    }
  }

  #forget(): void {
    this.#ranges.length = 0
    this.#queue = []
    this.#lookedUpTo = 0
  }

  #step(): boolean {
    if (!this.#scope.isOn) return false
    const text = textForWriting(this.#db)
    // A file that was damaged has been replaced by an empty one.
    if (text !== this.#text) this.#forget()
    this.#text = text
    const newest = newestObjectId(this.#db)
    if (Date.now() > this.#nextRoundMs) {
      this.#forget()
      this.#nextRoundMs = Date.now() + roundMs
    }
    if (newest > this.#lookedUpTo) {
      // What is new goes before what is left of the old.
      this.#ranges.push({ first: this.#lookedUpTo + 1, last: newest })
      this.#lookedUpTo = newest
    }
    if (this.#queue.length > 0) {
      this.#read(text)
      return true
    }
    const range = this.#ranges.at(-1)
    if (range === undefined) {
      // All that is known was looked at; said once.
      if (this.#isSaid) return false
      storeTexts(text, [], 0)
      this.#isSaid = true
      return false
    }
    this.#isSaid = false
    const first = Math.max(range.first, range.last - rangeIds + 1)
    this.#queue = unreadFiles(this.#db, text, { first, last: range.last, projectsOff: this.#scope.projectsOff })
    range.last = first - 1
    if (range.last < range.first) this.#ranges.splice(this.#ranges.indexOf(range), 1)
    return true
  }

  #waiting(): number {
    return this.#queue.length + this.#ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  }

  #read(text: Connection): void {
    const read: ReadFile[] = []
    let size = 0
    const most = this.#options.isBusy() ? filesWhenBusy : filesAtOnce
    while (read.length < most && size < bytesAtOnce) {
      const file = this.#queue.shift()
      if (file === undefined) break
      const bytes = bytesOf(this.#db, file)
      if (bytes === null) continue
      size += bytes.length
      read.push({ file, content: textOfFile(readLogFile(bytes).entries) })
    }
    storeTexts(text, read, this.#waiting())
  }
}
