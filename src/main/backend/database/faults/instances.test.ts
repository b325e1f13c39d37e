import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingest } from '../../indexer/ingest'
import { testRun } from '../../indexer/ingestTestRun'
import { closeDatabase, openReader, openWriter } from '../open'
import { buildChild, seeded } from './builtChild'

const trials = Number(process.env['BURR_TEST_INSTANCES'] ?? '50')
let work: string
let child: Awaited<ReturnType<typeof buildChild>>
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'burr-instances-'))
  child = await buildChild('instances')
}, 60_000)
afterAll(() => {
  rmSync(work, { recursive: true, force: true })
  child.remove()
})

/** A process that takes and gives back the lock when told. */
class Contender {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #lines: string[] = []
  readonly #waiting: ((line: string) => void)[] = []

  constructor(folder: string) {
    this.#process = spawn(process.execPath, [child.file, 'contend', folder])
    this.#process.stdout.setEncoding('utf8').on('data', (part: string) => {
      for (const line of part.split('\n').filter((each) => each !== '')) {
        const waiting = this.#waiting.shift()
        if (waiting === undefined) this.#lines.push(line)
        else waiting(line)
      }
    })
  }

  get id(): number {
    return this.#process.pid ?? 0
  }

  ask(what: 'take' | 'free'): Promise<string> {
    this.#process.stdin.write(`${what}\n`)
    const line = this.#lines.shift()
    return line === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(line)
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name)
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGKILL')
    await ended
  }
}

describe('two programs in one data folder', () => {
  it.skipIf(process.platform === 'win32')(`F-DB-13 have one writer between them, ${trials} trials`, async () => {
    const folder = mkdtempSync(join(work, 'shared-'))
    let [first, second] = [new Contender(folder), new Contender(folder)]
    const random = seeded(13)
    const done = { raced: 0, stopped: 0, killed: 0 }
    const owners: number[] = []
    for (let trial = 0; trial < trials; trial++) {
      const answers = await Promise.all(random() < 0.5 ? [first.ask('take'), second.ask('take')] : [second.ask('take'), first.ask('take')].toReversed())
      expect(answers.toSorted()).toEqual(['index-busy', 'owner'])
      const [owner, other] = answers[0] === 'owner' ? [first, second] : [second, first]
      owners.push(owner.id)
      if (trial % 5 === 1) {
        owner.signal('SIGSTOP')
        expect(await other.ask('take')).toBe('index-busy')
        owner.signal('SIGCONT')
        done.stopped++
      } else if (trial % 5 === 3) {
        await owner.end()
        expect(await other.ask('take')).toBe('owner')
        owners.push(other.id)
        ;[first, second] = [other, new Contender(folder)]
        done.killed++
      } else done.raced++
      await first.ask('free')
      await second.ask('free')
    }
    await Promise.all([first.end(), second.end()])
    const db = openWriter(folder)
    // Each owner wrote one row as it became one: nobody else wrote, nobody wrote over another.
    const rows = db.index.prepare<[], { list: number }>('SELECT list FROM request_count ORDER BY day').all().map(({ list }) => list)
    expect(rows).toEqual(owners)
    expect(db.index.pragma('integrity_check', { simple: true })).toBe('ok')
    closeDatabase(db)
    console.log(`F-DB-13 ${trials} trials: ${JSON.stringify(done)}, ${rows.length} owners in turn`)
    expect(done.raced + done.stopped + done.killed).toBe(trials)
  }, 180_000)
})

describe('a newer index', () => {
  const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

  it('F-DB-15 is refused, or left alone when its major version is another, and keeps every byte', () => {
    for (const name of ['index.v1.db', 'content.db']) {
      const folder = mkdtempSync(join(work, 'newer-'))
      const db = openWriter(folder)
      ingest(db, { objects: testRun(), setAside: [] })
      closeDatabase(db)
      const path = join(folder, name)
      const newer = new Database(path)
      newer.pragma(`user_version = ${Number(newer.pragma('user_version', { simple: true })) + 1}`)
      newer.close()
      const before = hashOf(path)
      expect(() => openWriter(folder)).toThrow(/newer Burr Desktop/)
      expect(() => openReader(folder)).toThrow(/newer Burr Desktop/)
      expect(hashOf(path)).toBe(before)
    }
    const folder = mkdtempSync(join(work, 'major-'))
    closeDatabase(openWriter(folder))
    const major = join(folder, 'index.v2.db')
    copyFileSync(join(folder, 'index.v1.db'), major)
    const before = hashOf(major)
    const db = openWriter(folder)
    ingest(db, { objects: testRun(), setAside: [] })
    closeDatabase(db)
    expect(hashOf(major)).toBe(before)
  })
})
