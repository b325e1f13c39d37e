import { describe, expect, it } from 'vitest'
import { PageLedger } from './pageLedger'

describe('progress of a listing', () => {
  it('is recorded only up to the first part that is not finished', () => {
    const ledger = new PageLedger<string>()
    const first = ledger.add('first')
    const second = ledger.add('second')
    first.open = 1
    second.isClosed = true
    expect(ledger.takeFinished()).toEqual([])
    first.isClosed = true
    expect(ledger.takeFinished()).toEqual([])
    first.open = 0
    expect(ledger.takeFinished()).toEqual(['first', 'second'])
    expect(ledger.isEmpty).toBe(true)
  })

  it('passes over parts without progress and gives each once', () => {
    const ledger = new PageLedger<string>()
    for (const progress of [null, 'a', null, 'b']) ledger.add(progress).isClosed = true
    expect(ledger.takeFinished()).toEqual(['a', 'b'])
    expect(ledger.takeFinished()).toEqual([])
  })
})
