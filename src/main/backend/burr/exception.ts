/** What an exception text comes down to. */
export interface ExceptionFact {
  /** Class name with its module, as Python printed it; empty when the text does not tell. */
  readonly type: string
  /** Message after the class name, its first line, at most 300 characters. */
  readonly message: string
  /** `Type: message` in one line, at most 300 characters. */
  readonly line: string
}

const longest = 300
const traceback = 'Traceback (most recent call last):'
const head = /^([A-Za-z_][\w.<>]*)(?:: ?(.*))?$/s

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

/** Finds type and message in Python's traceback text: the block behind the last stack, whose message may span lines. */
export function readException(text: string): ExceptionFact {
  const line = finalLine(text)
  const match = head.exec(line)
  if (match === null) return { type: '', message: cut(line), line: cut(line) }
  return { type: match[1] ?? '', message: cut(match[2] ?? ''), line: cut(line) }
}

function finalLine(text: string): string {
  const start = text.lastIndexOf(traceback)
  if (start < 0) return lastWords(text)
  const below = text.slice(start + traceback.length).split('\n', 20_000)
  // Stack lines are indented, and so are the source lines and markers under them.
  const found = below.find((line) => line !== '' && !/^[\s|+]/.test(line))
  if (found !== undefined) return found.trim()
  // An exception group draws a margin of bars around its stack.
  const inGroup = below.map((line) => /^ {2}\| (\S.*)$/.exec(line)?.[1]).find((line) => line !== undefined)
  return inGroup ?? lastWords(text)
}

function lastWords(text: string): string {
  const trimmed = text.trimEnd()
  return trimmed.slice(trimmed.lastIndexOf('\n') + 1).trim()
}
