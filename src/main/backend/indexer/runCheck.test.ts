import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unknownObjects } from '../database/discovery'
import { testWorkspace } from '../handlers/testWorkspace'
import type { TestWorkspace } from '../handlers/testWorkspace'
import { ingest } from './ingest'
import { dumpIndex } from './ingestDump'
import { killedObjects } from './ingestKilledObjects'
import { checkRuns } from './runCheck'
import type { RunCheck } from './runCheck'

const objects = killedObjects()

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
  ingest(workspace.writer, { objects, setAside: [] })
})
afterEach(() => workspace.close())

function check(): RunCheck {
  const parts = checkRuns(workspace.writer)
  for (;;) {
    const part = parts.next()
    if (part.done === true) return part.value
  }
}

const change = (sql: string): void => { workspace.writer.index.prepare(sql).run() }
const asked = (): string[] => unknownObjects(workspace.writer, objects.map(({ listed }) => listed)).map(({ key }) => key)

describe('the check of all runs', () => {
  it('changes nothing where nothing changed, families and partitions with a slash among them', () => {
    const before = dumpIndex(workspace.writer)
    expect(check()).toEqual({ checked: 60, mended: 0 })
    expect(dumpIndex(workspace.writer)).toEqual(before)
    expect(asked()).toEqual([])
  })

  it.each([
    ['a number of a run', `UPDATE run SET step_count = step_count + 64 WHERE run_id = 7`],
    ['a time of a step', `UPDATE step SET end_us = end_us + 256 WHERE run_id = 7 AND sequence_id = 0`],
    ['an action of a step', `UPDATE step SET action = 'asj' WHERE run_id = 7 AND sequence_id = 0`],
    ['what is known of an object', `UPDATE object SET facts = json_set(facts, '$[5][0]', 'asj') WHERE run_id = 7 AND kind = 'log'`]
  ])('finds that %s changed, and asks the bucket for that run again or calls the index damaged', (_what, sql) => {
    const before = dumpIndex(workspace.writer)
    change(sql)
    let mended = 0
    try {
      ;({ mended } = check())
    } catch (error) {
      // What is also counted elsewhere, or named elsewhere, is found before.
      expect(error).toMatchObject({ code: 'index-damaged' })
      return
    }
    expect(mended).toBe(1)
    const keys = asked()
    expect(keys.length).toBeGreaterThan(0)
    ingest(workspace.writer, { objects: objects.filter(({ listed }) => keys.includes(listed.key)), setAside: [] })
    expect(check().mended).toBe(0)
    const told = (dump: Record<string, unknown[]>): unknown => ({ ...dump, object: (dump['object'] ?? []).map((row) => ({ ...(row as object), rewritten_count: 0 })) })
    expect(told(dumpIndex(workspace.writer))).toEqual(told(before))
  })

  it.each([
    ['the name of a project', `UPDATE project SET name = 'demp'`],
    ['a count of a prefix', `UPDATE hour_prefix SET object_count = object_count + 1 WHERE prefix_id = 2`],
    ['the key of an object', `UPDATE object SET rest = replace(rest, 'app-', 'apq-') WHERE object_id = 3`]
  ])('finds that %s does not belong to the rest', (_what, sql) => {
    change(sql)
    expect(check).toThrow('damaged')
  })
})
