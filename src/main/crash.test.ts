import { expect, it, vi } from 'vitest'
import { afterCrash } from './crash'

vi.mock('electron', () => ({ app: {}, dialog: {} }))

it('a page that ended is shown again, and a person is asked when it ends again within a minute', () => {
  expect(afterCrash([], 1_000_000)).toBe('reload')
  expect(afterCrash([1_000_000], 1_059_999)).toBe('ask')
  expect(afterCrash([1_000_000], 1_060_000)).toBe('reload')
})
