import { describe, expect, it } from 'vitest'
import { isLibraryFile, parseTraceback, type Failure } from './traceback'
import { texts } from './tracebacks.fixture'

const parse = (text: string): readonly Failure[] => parseTraceback(text) ?? []
const names = (chain: readonly Failure[]): string[] => chain.map((failure) => failure.type)
const last = (text: string): Failure | undefined => parse(text).at(-1)

describe('parseTraceback', () => {
  it('reads frames with their code, without the marks below it', () => {
    expect(last(texts.plain)).toMatchObject({
      type: 'ZeroDivisionError',
      message: 'division by zero',
      link: null,
      frames: [
        { file: '/srv/bot/flow.py', line: 4, name: 'cap', code: ['try: f()'], isLibrary: false },
        { file: '/srv/bot/flow.py', line: 6, name: 'a', code: ['def a(): return 1/0'] }
      ]
    })
  })

  it('follows a cause', () => {
    const chain = parse(texts.cause)
    expect(names(chain)).toEqual(['ZeroDivisionError', 'ValueError'])
    expect(chain[0]?.link).toBe('cause')
    expect(chain[1]?.message).toBe('bad\nline two\n  indented: three')
  })

  it('follows an exception raised while another was handled, and knows library frames', () => {
    const chain = parse(texts.contextOfCause)
    expect(chain.map((failure) => failure.link)).toEqual(['cause', 'context', null])
    expect(chain[2]?.type).toBe('json.decoder.JSONDecodeError')
    expect(chain[2]?.frames.map((frame) => frame.isLibrary)).toEqual([false, false, true, true, true])
  })

  it('reads the members of a group', () => {
    const group = last(texts.group)
    expect(group?.message).toBe('two went wrong (2 sub-exceptions)')
    expect(group?.members.map((member) => [member[0]?.type, member[0]?.message])).toEqual([
      ['ValueError', 'one'],
      ['TypeError', 'two\nmore']
    ])
  })

  it('reads a group that caused another exception', () => {
    const chain = parse(texts.causeIsGroup)
    expect(names(chain)).toEqual(['ExceptionGroup', 'RuntimeError'])
    expect(chain[0]?.members).toHaveLength(2)
  })

  it('reads a group inside a group, and a chain inside a member', () => {
    const members = last(texts.groupInGroup)?.members ?? []
    expect(members.map((member) => names(member))).toEqual([['ZeroDivisionError', 'ValueError'], ['ExceptionGroup'], ['ZeroDivisionError']])
    expect(members[1]?.[0]?.members.map((member) => names(member))).toEqual([['ValueError'], ['TypeError']])
    expect(members[0]?.[1]?.frames).toHaveLength(2)
  })

  it('reads a task group', () => {
    expect(last(texts.taskGroup)?.members.map((member) => member[0]?.frames[0]?.name)).toEqual(['t1', 't1'])
  })

  it('reads a syntax error, whose last frame is the source', () => {
    expect(last(texts.syntaxError)).toMatchObject({ type: 'SyntaxError', message: 'invalid syntax' })
    expect(last(texts.syntaxError)?.frames.at(-1)).toMatchObject({ file: 'flow.py', line: 1, name: '', code: ['def x(:'] })
  })

  it('counts repeated frames', () => {
    expect(last(texts.recursion)?.repeated).toBe(994)
  })

  it('keeps notes with the message, and takes a type alone', () => {
    expect(last(texts.notes)?.message).toBe("'order'\nwhile reading order 9\nsecond note")
    expect(last(texts.withoutMessage)).toMatchObject({ type: 'KeyboardInterrupt', message: '' })
    expect(last(texts.generatorExit)?.type).toBe('GeneratorExit')
  })

  it('is not misled by a message that looks like a traceback', () => {
    const chain = parse(texts.messageLooksLikeTraceback)
    expect(names(chain)).toEqual(['E'])
    expect(chain[0]?.message.split('\n')).toHaveLength(4)
  })

  it('gives every text that is none back as none', () => {
    for (const text of ['', 'just words, no traceback', '\n\n', '{"a":1}', '<script>alert(1)</script>']) {
      expect(parseTraceback(text)).toBeNull()
    }
  })

  it('survives any cut of a traceback', () => {
    for (const text of Object.values(texts)) {
      for (let end = 0; end < text.length; end += 7) parseTraceback(text.slice(0, end))
    }
  })

  it('reads Windows line ends and paths', () => {
    const text = 'Traceback (most recent call last):\r\n  File "C:\\app\\.venv\\Lib\\site-packages\\x.py", line 2, in f\r\n    g()\r\nValueError: no\r\n'
    expect(last(text)).toMatchObject({ type: 'ValueError', frames: [{ isLibrary: true, line: 2 }] })
  })
})

describe('isLibraryFile', () => {
  it('tells own code from the rest', () => {
    expect(isLibraryFile('/srv/app/flow.py')).toBe(false)
    expect(isLibraryFile('/srv/burr/core/application.py')).toBe(true)
    expect(isLibraryFile('<frozen importlib._bootstrap>')).toBe(true)
    expect(isLibraryFile('/usr/lib/python3/dist-packages/x.py')).toBe(true)
  })
})
