import { expect, it } from 'vitest'
import { movedIndex } from './listKeys'

it.each([
  ['ArrowDown', -1, 0], ['ArrowDown', 3, 4], ['j', 9, 9], ['ArrowUp', 0, 0], ['k', 5, 4], ['ArrowUp', -1, 0],
  ['PageDown', 2, 7], ['PageDown', 8, 9], ['PageUp', 3, 0], ['Home', 9, 0], ['End', 0, 9], ['x', 3, null]
])('%s from row %i of ten goes to %s', (key, index, next) => {
  expect(movedIndex(key, index, 10, 5)).toBe(next)
})

it('does nothing in an empty list', () => {
  expect(movedIndex('End', -1, 0, 5)).toBeNull()
})
