import { describe, expect, it } from 'vitest'
import { readException } from './exception'

const stack = 'Traceback (most recent call last):\n  File "/srv/app.py", line 9, in run\n    raise ValueError("x")\n'

describe('readException', () => {
  it.each([
    [`${stack}ValueError: no rating backend\n`, 'ValueError', 'no rating backend'],
    [`${stack}GeneratorExit\n`, 'GeneratorExit', ''],
    [`${stack}pydantic_core._pydantic_core.ValidationError: 1 validation error for M\nx\n  Field required [type=missing]\n    For further information\n`, 'pydantic_core._pydantic_core.ValidationError', '1 validation error for M'],
    [`${stack}KeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\n${stack}RuntimeError: second: half\n`, 'RuntimeError', 'second: half'],
    [`${stack}    ^^^^^^\nValueError:\n`, 'ValueError', ''],
    ['ValueError: bare', 'ValueError', 'bare'],
    ['something went wrong', '', 'something went wrong'],
    ['', '', ''],
    [`  + Exception Group ${stack.replaceAll('\n  ', '\n  |   ')}  | ExceptionGroup: many (2 sub-exceptions)\n`, 'ExceptionGroup', 'many (2 sub-exceptions)']
  ])('reads %j', (text, type, message) => {
    expect(readException(text)).toMatchObject({ type, message })
  })

  it('cuts at 300 characters', () => {
    const { line, message } = readException(`${stack}ValueError: ${'x'.repeat(5000)}\n`)
    expect(line).toHaveLength(300)
    expect(message).toHaveLength(300)
  })
})
