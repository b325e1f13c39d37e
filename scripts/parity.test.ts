import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
/** First and last id of each section of the checklist; the numbers between sections are not given. */
const ranges = [[1, 8], [10, 18], [20, 34], [40, 51], [60, 74], [80, 85], [90, 99], [100, 103], [110, 119], [120, 122], [125, 128], [130, 139], [140, 147], [150, 158], [160, 166], [170, 173], [180, 186], [190, 190]] as const
const ids = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => `UI-${String(from + n).padStart(3, '0')}`))
const rows = read('docs/PARITY.md').split('\n').filter((line) => line.startsWith('| UI-')).map((line) => {
  const [id = '', upstream = '', state = '', here = '', shownBy = '', ...more] = line.slice(1, -1).split('|').map((cell) => cell.trim())
  return { id, upstream, state, here, shownBy, more }
})
const pictures = readdirSync(join(root, 'scripts')).filter((name) => name.startsWith('screenshots')).map((name) => existsSync(join(root, 'scripts', name)) && name.includes('.') ? read(join('scripts', name)) : '').join('\n')

describe('the list of parity', () => {
  it('has every capability of the upstream UI once, in order', () => {
    expect(ids).toHaveLength(142)
    expect(rows.map(({ id }) => id)).toEqual(ids)
  })

  it.each(rows)('$id says what became of it, and what shows that is there', ({ upstream, state, here, shownBy, more }) => {
    expect(more).toEqual([])
    expect(upstream).not.toBe('')
    expect(['done', 'changed', 'not applicable', 'gap']).toContain(state)
    if (state !== 'done') expect(here, 'how and why').not.toBe('')
    const files = [...shownBy.matchAll(/`([^`]+\.(?:test|spec)\.tsx?)`(?: "([^"]+)")?/g)]
    const shots = [...shownBy.matchAll(/picture `([^`]+)`/g)]
    if (state === 'done' || state === 'changed') expect(files.length + shots.length, 'nothing shows it').toBeGreaterThan(0)
    for (const [, file = '', words] of files) {
      expect(existsSync(join(root, file)), file).toBe(true)
      if (words !== undefined) expect(read(file).includes(words), `${file}: ${words}`).toBe(true)
    }
    for (const [, name = ''] of shots) expect(pictures, `picture ${name}`).toContain(`'${name}'`)
  })
})
