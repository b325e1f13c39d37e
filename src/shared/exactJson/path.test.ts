import { expect, it } from 'vitest'
import { textAt } from './path'

it('finds values by members and places, as logged', () => {
  const text = ' {"a": {"b": [1, {"c": 1.50}, NaN]}, "__proto__": null, "é\\n": "x"} '
  expect(textAt(text, ['a', 'b', 1, 'c'])).toBe('1.50')
  expect(textAt(text, ['a', 'b', 2])).toBe('NaN')
  expect(textAt(text, ['a', 'b'])).toBe('[1, {"c": 1.50}, NaN]')
  expect(textAt(text, ['__proto__'])).toBe('null')
  expect(textAt(text, ['é\n'])).toBe('"x"')
  expect(textAt(text, [])?.length).toBe(text.length - 2)
})

it('takes the last of members with one name, as JSON.parse does', () => {
  expect(textAt('{"a":1,"a":{"b":2}}', ['a', 'b'])).toBe('2')
  expect(textAt('{"a":{"b":2},"a":1}', ['a', 'b'])).toBeNull()
})

it('finds nothing where nothing is', () => {
  for (const path of [['x'], ['a', 'x'], ['a', 0], ['l', 3], ['l', 'a'], ['l', 0, 0], ['s', 0]]) {
    expect(textAt('{"a":{},"l":[1,2,3],"s":"ab"}', path)).toBeNull()
  }
  for (const broken of ['', '{', '{"x"', '{"x":', '[1', 'nul']) expect(textAt(broken, ['x'])).toBeNull()
})
