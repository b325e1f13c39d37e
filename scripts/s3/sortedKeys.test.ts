import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listPage } from './listing'
import { compareKeys, SortedKeys } from './sortedKeys'

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', '.', 'ü', '～', '\ud83d\ude00', '\uffff', '~'), minLength: 1, maxLength: 8 })

describe('key order', () => {
  it('is the order of UTF-8 bytes, where UTF-16 differs too', () => {
    expect(compareKeys('\u{1F600}', '～')).toBeGreaterThan(0)
    fc.assert(fc.property(key, key, (a, b) => Math.sign(compareKeys(a, b)) === byBytes(a, b)), { numRuns: 500 })
  })

  it('stays right while keys come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 60 }), (steps) => {
        const sorted = new SortedKeys()
        const model = new Set<string>()
        for (const [name, adds] of steps) {
          if (adds && !model.has(name)) {
            sorted.add(name)
            model.add(name)
          } else if (!adds && model.delete(name)) sorted.remove(name)
          if (model.size % 3 === 0) sorted.all()
        }
        expect(sorted.all()).toEqual([...model].toSorted(byBytes))
      })
    )
  })
})

describe('listing', () => {
  it('gives every key and prefix once over its pages, like a plain filter', () => {
    const request = fc.record({ prefix: fc.constantFrom('', 'a', 'a/', '/'), delimiter: fc.constantFrom(undefined, '/'), maxKeys: fc.integer({ min: 1, max: 5 }), startAfter: fc.constantFrom('', 'a', 'b') })
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 40 }), request, (keys, { prefix, delimiter, maxKeys, startAfter }) => {
        const sorted = new SortedKeys()
        for (const name of keys) sorted.add(name)
        const got: string[] = []
        let after: string | undefined
        do {
          const page = listPage(sorted, { prefix, maxKeys, startAfter, ...(delimiter === undefined ? {} : { delimiter }), ...(after === undefined ? {} : { after }) })
          expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys)
          got.push(...page.keys, ...page.commonPrefixes)
          after = page.next
        } while (after !== undefined)
        const wanted = keys.filter((name) => name.startsWith(prefix) && byBytes(name, startAfter) > 0).map((name) => {
          const at = delimiter === undefined ? -1 : name.indexOf(delimiter, prefix.length)
          return at < 0 ? name : name.slice(0, at + 1)
        })
        expect(got.toSorted(byBytes)).toEqual([...new Set(wanted)].toSorted(byBytes))
      }),
      { numRuns: 500 }
    )
  })
})
