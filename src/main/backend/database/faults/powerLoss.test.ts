import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { killedObjects } from '../../indexer/ingestKilledObjects'
import { readBody } from '../bodies'
import { nameObject } from '../objectName'
import { findObject } from '../objects'
import { closeDatabase, openWriter } from '../open'
import { buildChild, isLong, seeded } from './builtChild'
import { PowerlessDisk, readTrace } from './powerLoss'
import type { DiskEvent } from './powerLoss'

const states = Number(process.env['BURR_TEST_POWER_CUTS'] ?? (isLong ? 2000 : 200))
const controlStates = Number(process.env['BURR_TEST_CONTROL_CUTS'] ?? (isLong ? 100 : 60))
const hasStrace = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0
if (!hasStrace) console.log('strace is not installed: no power loss was tried (apt-get install strace)')

let work: string
let child: Awaited<ReturnType<typeof buildChild>>
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'burr-power-'))
  child = await buildChild('power')
}, 60_000)
afterAll(() => {
  rmSync(work, { recursive: true, force: true })
  child.remove()
})

function traced(synchronous: 'FULL' | 'NORMAL'): { folder: string; events: DiskEvent[] } {
  const folder = join(work, synchronous)
  mkdirSync(folder)
  const trace = join(work, `${synchronous}.trace`)
  const options = JSON.stringify({ synchronous, apps: 90, batch: 3 })
  const calls = 'trace=pwrite64,write,fsync,fdatasync,ftruncate,unlink'
  execFileSync('strace', ['-f', '-y', '-xx', '-s', '70000', '-e', calls, '-o', trace, process.execPath, child.file, 'index', folder, options], { stdio: 'ignore' })
  return { folder, events: readTrace(readFileSync(trace, 'latin1'), folder) }
}

interface Outcome {
  states: number
  promised: number
  lost: number
  corrupt: number
}

const byKey = new Map(killedObjects().map((object) => [object.listed.key, object]))

/** Cuts the power at so many points and looks at what is there afterwards. */
function cutPower({ events }: { events: readonly DiskEvent[] }, count: number): Outcome {
  const outcome: Outcome = { states: 0, promised: 0, lost: 0, corrupt: 0 }
  const random = seeded(20_261_122)
  const promises = events.flatMap((event, place) => (event.kind === 'said' ? [place] : []))
  const points = Array.from({ length: count }, (_, i) => {
    const afterPromise = promises[Math.floor(random() * promises.length)] ?? 0
    return i % 2 === 0 ? afterPromise + 1 : Math.floor(random() * events.length)
  }).toSorted((a, b) => a - b)
  const disk = new PowerlessDisk()
  const promised = new Set<string>()
  let at = 0
  for (const point of points) {
    for (; at < point; at++) {
      const event = events[at]
      if (event === undefined) break
      if (event.kind === 'said' && event.line.startsWith('ack ')) promised.add(event.line.slice(4))
      disk.take(event)
    }
    outcome.states++
    outcome.promised += promised.size
    const lost = lookAt(disk.afterLoss(random), promised)
    if (lost === null) outcome.corrupt++
    else outcome.lost += lost
  }
  return outcome
}

// How many promised objects are not there; null = the index cannot be opened or is not sound.
function lookAt(files: ReadonlyMap<string, Buffer>, promised: ReadonlySet<string>): number | null {
  const folder = mkdtempSync(join(work, 'after-'))
  for (const [file, bytes] of files) writeFileSync(join(folder, basename(file)), bytes)
  // Written before the index was opened, and a directory entry of its own.
  writeFileSync(join(folder, 'index.open'), '')
  try {
    const db = openWriter(folder)
    try {
      if (db.content.pragma('quick_check', { simple: true }) !== 'ok') return null
      return [...promised].filter((key) => {
        const object = findObject(db, nameObject(key))
        if (object?.state !== 'indexed') return true
        const bytes = readBody(db, { objectId: object.object_id, key, etag: object.etag })
        return bytes === null || Buffer.compare(bytes, byKey.get(key)?.bytes ?? new Uint8Array()) !== 0
      }).length
    } finally {
      closeDatabase(db)
    }
  } catch {
    return null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.skipIf(!hasStrace)('power loss', () => {
  it(`F-DB-03 takes nothing that was promised, ${states} states`, () => {
    const outcome = cutPower(traced('FULL'), states)
    console.log(`F-DB-03 ${JSON.stringify(outcome)}`)
    expect(outcome).toMatchObject({ states, lost: 0, corrupt: 0 })
    expect(outcome.promised).toBeGreaterThan(states)
  }, 60_000 + states * 1000)

  it(`F-DB-04 would be seen if it did: synchronous = NORMAL loses some, ${controlStates} states`, () => {
    const outcome = cutPower(traced('NORMAL'), controlStates)
    console.log(`F-DB-04 ${JSON.stringify(outcome)}`)
    expect(outcome).toMatchObject({ states: controlStates, corrupt: 0 })
    expect(outcome.lost).toBeGreaterThan(0)
  }, 60_000 + controlStates * 1000)
})
