import { describe, expect, it } from 'vitest'
import { parseExact } from '@shared/exactJson/tree'
import { changeCounts, changeRows } from './changes'
import { applyDelta } from './delta'
import { diffTexts } from './diffTexts'

function rows(from: string, to: string, mode: 'rendered' | 'raw' = 'rendered') {
  const found = diffTexts(from, to)
  return found === null ? null : changeRows(found.delta, mode)
}

describe('diffTexts', () => {
  it('gives the new value from the old one', () => {
    const [from, to] = ['{"a":1,"b":[1,2],"c":{"d":1}}', '{"c":{"d":2},"b":[2,1],"e":null}']
    const document = parseExact(from)
    const expected = parseExact(to)
    const found = diffTexts(from, to)
    if (!document.ok || !expected.ok || found === null) throw new Error('not JSON')
    expect(applyDelta(document.value, found.delta)).toEqual(expected.value)
  })

  it('does not read fields that are alike', () => {
    const huge = JSON.stringify(Array.from({ length: 200_000 }, (_, i) => i))
    const start = performance.now()
    expect(rows(`{"huge":${huge},"n":1}`, `{"huge":${huge},"n":2}`)).toMatchObject([{ op: 'changed', path: ['n'] }])
    expect(performance.now() - start).toBeLessThan(1000)
  })

  it('gives nothing for text that is no JSON, and compares what is no object', () => {
    expect(diffTexts('{"a":', '{}')).toBeNull()
    expect(rows('[1]', '[1,2]')).toMatchObject([{ op: 'added', path: [1] }])
  })
})

describe('changeRows', () => {
  it('names places, and hides what Burr keeps for itself unless asked', () => {
    const [from, to] = ['{"__SEQUENCE_ID":1,"a":{"b":[1]},"gone":1}', '{"__SEQUENCE_ID":2,"a":{"b":[1,2]},"new":1}']
    expect(rows(from, to)?.map((row) => [row.op, row.path.join('.')])).toEqual([['added', 'a.b.1'], ['added', 'new'], ['removed', 'gone']])
    expect(rows(from, to, 'raw')).toHaveLength(4)
    expect(changeCounts(rows(from, to, 'raw') ?? [])).toEqual({ added: 2, removed: 1, changed: 1 })
  })
})
