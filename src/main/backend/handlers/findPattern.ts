import { createContext, Script } from 'node:vm'
import { AppError } from '@shared/errors'

/** What is looked for in the texts of a run. */
export interface FindQuery {
  readonly text: string
  readonly isRegex: boolean
  readonly matchCase: boolean
}

/** Where the first match of a text stands, and how many there are. */
export interface Matches {
  readonly start: number
  readonly end: number
  readonly count: number
}

/** Gives the matches of each text in one go; `null` = none. */
export type FindPattern = (texts: readonly string[]) => readonly (Matches | null)[]

/** Expressions that need longer than this for the texts of one step are given up. */
const limitMs = 500
/** More are not counted in one text. */
const mostMatches = 1000

const search = `texts.map((text) => {
  pattern.lastIndex = 0
  const first = pattern.exec(text)
  if (first === null) return null
  let count = 1
  while (count < ${mostMatches}) {
    if (pattern.lastIndex === 0 || pattern.lastIndex > text.length) break
    const next = pattern.exec(text)
    if (next === null) break
    if (next[0] === '') pattern.lastIndex++
    count++
  }
  return { start: first.index, end: first.index + first[0].length, count }
})`

/** Makes the finder of a query. An expression runs where it can be stopped: some take years for a short text. */
export function findPattern({ text, isRegex, matchCase }: FindQuery): FindPattern {
  const pattern = compile(isRegex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), matchCase)
  const context = createContext({ pattern, texts: [] as readonly string[] })
  const script = new Script(search)
  return (texts) => {
    context['texts'] = texts
    try {
      return script.runInContext(context, { timeout: limitMs }) as (Matches | null)[]
    } catch (error) {
      // It comes from the other context, where Error is another class.
      if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
        throw new AppError({ code: 'invalid-input', message: 'This expression takes too long on the values of this run.', action: 'Make it simpler, without repetitions inside repetitions.' })
      }
      throw error
    }
  }
}

function compile(source: string, matchCase: boolean): RegExp {
  try {
    return new RegExp(source, matchCase ? 'gu' : 'giu')
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)
    throw new AppError({ code: 'invalid-input', message: `This is not an expression: ${reason}`, action: 'Mend it, or look for the plain text.' })
  }
}
