import { describe, expect, it } from 'vitest'
import type { SearchHit } from '@shared/contract/search'
import { formatRoute } from '../route'
import { byRun, markedParts, placeWords, routeOfHit } from './hits'

const hit = (appId: string, more: Partial<SearchHit> = {}): SearchHit => ({
  run: { project: 'p', partitionKey: null, appId }, step: { build: 0, sequenceId: 3, attempt: 1 }, action: 'ask', where: 'state', path: ['docs', 2, 'a key'], snippet: 'one two', ranges: [], place: null, ...more
})

describe('a hit', () => {
  it('stands with the others of its run', () => {
    expect(byRun([hit('a'), hit('b'), hit('a')]).map(({ run, hits }) => [run.appId, hits.length])).toEqual([['a', 2], ['b', 1]])
  })

  it('says where it is, and leads there', () => {
    expect(placeWords(hit('a'))).toBe('state.docs[2]["a key"]')
    expect(placeWords(hit('a', { where: 'attribute', path: ['gen_ai.prompt.0', 'x'] }))).toBe('attribute gen_ai.prompt.0.x')
    expect(formatRoute(routeOfHit(hit('a')))).toBe('#/run/p/~/a?step=0.3.1&tab=data')
    expect(formatRoute(routeOfHit(hit('a', { where: 'app-id', step: null })))).toBe('#/run/p/~/a')
  })

  it('is marked without losing a sign', () => {
    const parts = markedParts({ snippet: 'one two three', ranges: [{ start: 0, end: 3 }, { start: 2, end: 7 }] })
    expect(parts).toEqual([{ text: 'one', isHit: true }, { text: ' two', isHit: true }, { text: ' three', isHit: false }])
    expect(markedParts({ snippet: '', ranges: [] })).toEqual([])
  })
})
