import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const numbered = (kind: string, numbers: readonly number[]): string[] => numbers.map((n) => `F-${kind}-${String(n).padStart(2, '0')}`)
const ids = [
  ...numbered('S3', [...Array.from({ length: 19 }, (_, n) => n + 1), 22]),
  ...numbered('LD', [1, 2, 3]),
  ...numbered('DB', [1, 3, 6, 9, 10, 11, 13, 15, 17])
]
const rows = readFileSync(join(root, 'docs/FAULTS.md'), 'utf8').split('\n').filter((line) => line.startsWith('| F-')).map((line) => {
  const [id = '', fault = '', tests = '', byHand = '', inFull = '', state = '', ...more] = line.slice(1, -1).split('|').map((cell) => cell.trim())
  return { id, fault, tests, byHand, inFull, state, more }
})

describe('the list of faults', () => {
  it('has every row once, in order', () => {
    expect(rows.map(({ id }) => id)).toEqual(ids)
  })

  it.each(rows)('$id names tests that are there, its counts and its state', ({ fault, tests, byHand, inFull, state, more }) => {
    expect(more).toEqual([])
    for (const cell of [fault, byHand, inFull]) expect(cell).not.toBe('')
    expect(state).toMatch(/^(reached|part: .+)$/)
    const files = [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file)
    if (state === 'reached') expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true)
  })
})
