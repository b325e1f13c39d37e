import { AppError } from '@shared/errors'
import type { ValuePart, ValueParts } from '@shared/contract/values'
import { decodeString } from '@shared/exactJson/members'
import { locate, walkItems, walkMembers } from '@shared/exactJson/path'
import type { PathPart, TextSpan } from '@shared/exactJson/path'
import { JsonScanner } from '@shared/exactJson/scan'

const longestPart = 20_000
const longestAnswer = 400_000
const startCharacters = 120

function typeAt(text: string, { start }: TextSpan): ValuePart['type'] {
  const first = text.charAt(start)
  return first === '{' ? 'object' : first === '[' ? 'list' : first === '"' ? 'string' : 'other'
}

/** The place of a value in a text; `not-found` when there is none. */
export function placeIn(text: string, path: readonly PathPart[]): TextSpan {
  const span = locate(text, path)
  if (span === null) throw new AppError({ code: 'not-found', message: 'The value has no such part.' })
  return span
}

/** Some members or items of the container at a path, or a piece of the string there. */
export function partsAt(text: string, path: readonly PathPart[], { from, limit }: { from: number; limit: number }): ValueParts {
  const span = placeIn(text, path)
  const type = typeAt(text, span)
  const length = span.end - span.start
  if (type === 'string' || type === 'other') {
    const whole = type === 'string' ? decodeString(text.slice(span.start, span.end)) : text.slice(span.start, span.end)
    return { type, length, count: whole.length, parts: [], piece: whole.slice(from, from + limit) }
  }
  const parts: ValuePart[] = []
  let [count, room] = [0, longestAnswer]
  const take = (name: PathPart, place: TextSpan): boolean => {
    if (count >= from && parts.length < limit) {
      const part = partOf(text, name, place, room)
      room -= part.text?.length ?? 0
      parts.push(part)
    }
    count++
    return true
  }
  const scanner = new JsonScanner(text)
  if (type === 'object') walkMembers(scanner, span.start, take)
  else walkItems(scanner, span.start, take)
  return { type, length, count, parts, piece: null }
}

function partOf(text: string, name: PathPart, place: TextSpan, room: number): ValuePart {
  const length = place.end - place.start
  const isShort = length <= Math.min(longestPart, room)
  return {
    name,
    text: isShort ? text.slice(place.start, place.end) : null,
    length,
    type: typeAt(text, place),
    start: isShort ? '' : text.slice(place.start, place.start + startCharacters)
  }
}
