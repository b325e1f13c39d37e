import { describe, expect, it } from 'vitest'
import { criticalPath, partsById, type Work } from './criticalPath'

const work = (id: string, startUs: number, endUs: number, ...inside: Work[]): Work => ({ id, startUs, endUs, inside })
const words = (given: Work): string[] => criticalPath(given).map(({ id, startUs, endUs }) => `${id} ${startUs}-${endUs}`)

describe('critical path', () => {
  it('goes through steps one behind the other, and their gaps belong to the run', () => {
    expect(words(work('run', 0, 30, work('a', 0, 10), work('b', 12, 20), work('c', 20, 30)))).toEqual(['a 0-10', 'run 10-12', 'b 12-20', 'c 20-30'])
  })

  it('takes the longest of what ran side by side, and goes on inside it', () => {
    const map = work('map', 0, 100, work('short', 0, 40), work('long', 5, 95, work('ask', 10, 60), work('parse', 60, 90)), work('other', 0, 70))
    expect(words(map)).toEqual(['map 0-5', 'long 5-10', 'ask 10-60', 'parse 60-90', 'long 90-95', 'map 95-100'])
  })

  it('takes two that ran side by side in turn where the second waited for the first', () => {
    expect(words(work('map', 0, 50, work('a', 0, 20), work('b', 20, 50), work('c', 0, 45)))).toEqual(['a 0-20', 'b 20-50'])
  })

  it('is as long as the work, whatever its parts do', () => {
    const odd = work('run', 10, 50, work('before', 0, 20), work('behind', 45, 90), work('backwards', 30, 25), work('instant', 40, 40))
    const parts = criticalPath(odd)
    expect(parts.reduce((sum, part) => sum + part.endUs - part.startUs, 0)).toBe(40)
    expect(parts.every((part, index) => index === 0 || part.startUs === parts[index - 1]?.endUs)).toBe(true)
  })

  it('finds its way through 5,000 spans', () => {
    const spans = Array.from({ length: 5000 }, (_, n) => work(`s${n}`, n % 2 === 0 ? n : n - 1, n + 1))
    const began = performance.now()
    const parts = partsById(criticalPath(work('run', 0, 5000, ...spans)))
    // A hundred milliseconds on a quiet machine; this only finds a walk that is slower by an order.
    expect(performance.now() - began).toBeLessThan(1000)
    expect(parts.size).toBeGreaterThan(2000)
  })
})
