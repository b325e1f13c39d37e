import { describe, expect, it } from 'vitest'
import { compactJson, digits, dumpsJson, float } from './pythonJson'
import { appFrame, PythonError } from './pythonError'
import { keyTime, localText, utcText } from './wallClock'

describe('Python’s JSON', () => {
  it('keeps digits, writes NaN as null and leaves all but control characters as they are', () => {
    expect(compactJson({ big: digits('1180591620717411303424'), one: float(1), half: float(0.5), zero: float(-0), nan: Number.NaN })).toBe('{"big":1180591620717411303424,"one":1.0,"half":0.5,"zero":-0.0,"nan":null}')
    expect(compactJson(['ü🙂\u2028\u0085\u007f', '\n\t"\u0001'])).toBe('["ü🙂\u2028\u0085\u007f","\\n\\t\\"\\u0001"]')
  })

  it('writes headers as json.dumps does', () => {
    expect(dumpsJson({ app_id: 'ü', partition_key: null, sequence_id: 4 })).toBe('{"app_id": "\\u00fc", "partition_key": null, "sequence_id": 4}')
  })
})

describe('times', () => {
  const timeUs = Date.parse('2026-11-22T17:58:15Z') * 1000 + 278_236
  it('are local and naive, UTC with a Z, or segments of a key; a zero fraction is left out', () => {
    expect([localText(timeUs, 'America/New_York'), localText(timeUs, 'Asia/Kolkata'), utcText(timeUs), keyTime(timeUs)]).toEqual(['2026-11-22T12:58:15.278236', '2026-11-22T23:28:15.278236', '2026-11-22T17:58:15.278236Z', '2026/11/22/17/58:15.278236'])
    expect([localText(timeUs - 278_236, 'Europe/Berlin'), keyTime(timeUs - 278_236)]).toEqual(['2026-11-22T18:58:15', '2026/11/22/17/58:15'])
  })

  it('jump with daylight saving', () => {
    const before = Date.parse('2026-11-01T05:30:00Z') * 1000
    expect([localText(before, 'America/New_York'), localText(before + 3_600_000_000, 'America/New_York')]).toEqual(['2026-11-01T01:30:00', '2026-11-01T01:30:00'])
  })
})

describe('tracebacks', () => {
  it('put causes first and underline the part that failed', () => {
    const cause = new PythonError({ type: 'KeyError', message: "'x'", frames: [appFrame('a.py', 3, 'f', 'return d["x"] + 1', 'd["x"]')] })
    const text = new PythonError({ type: 'ValueError', message: 'two\nlines', frames: [appFrame('a.py', 9, 'g', 'raise ValueError("two") from error')], cause, noBurrFrames: true }).traceback()
    expect(text).toBe(
      'Traceback (most recent call last):\n  File "/srv/app/a.py", line 3, in f\n    return d["x"] + 1\n           ^^^^^^\nKeyError: \'x\'\n\n' +
        'The above exception was the direct cause of the following exception:\n\n' +
        'Traceback (most recent call last):\n  File "/srv/app/a.py", line 9, in g\n    raise ValueError("two") from error\nValueError: two\nlines\n'
    )
    expect(PythonError.generatorExit().traceback()).toMatch(/yield out\nGeneratorExit\n$/)
  })
})
