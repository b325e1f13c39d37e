import { describe, expect, it } from 'vitest'
import { prepareObject } from './ingestObject'
import { groupByRun, takeSlice } from './ingestSlices'
import { testRun } from './ingestTestRun'

describe('the parts of a batch', () => {
  it('hold every object once, and all of a run in one part', () => {
    const runs = ['a', 'b', 'c', 'd'].map((appId) => testRun({ appId, steps: 8, files: 5 }).map(prepareObject))
    const mixed = Array.from({ length: 20 }, (_, at) => runs.flatMap((run) => run[at] ?? [])).flat()
    const groups = groupByRun(mixed)
    const parts: string[][] = []
    while (groups.length > 0) parts.push(takeSlice(groups, 8).map(({ listed }) => listed.key))
    expect(parts.length).toBe(4)
    expect(parts.flat().sort()).toEqual(mixed.map(({ listed }) => listed.key).sort())
    for (const appId of ['a', 'b', 'c', 'd']) expect(parts.filter((part) => part.some((key) => key.includes(`/${appId}/`))).length).toBe(1)
  })

  it('of one very long run are several', () => {
    const [first] = testRun().map(prepareObject)
    const groups = groupByRun(first === undefined ? [] : Array.from({ length: 600 }, () => first))
    expect(groups.map((group) => group.length)).toEqual([250, 250, 100])
    expect(takeSlice(groups, 8).length).toBe(250)
  })
})
