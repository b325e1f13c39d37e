import { align } from './align'

/** A piece of text: in both, only in the old one, or only in the new one. */
export interface TextPart {
  readonly op: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Old and new text as pieces; `unit` is what was compared, `isPartial` says the limit hid possible matches. */
export interface TextDiff {
  readonly parts: readonly TextPart[]
  readonly unit: 'word' | 'line'
  readonly isPartial: boolean
}

const maxWords = 6_000

/** Compares two texts word by word, or line by line when there are too many words. */
export function textDiff(from: string, to: string): TextDiff {
  const words = from.length + to.length < maxWords * 12
  const split = words ? splitWords : splitLines
  const [a, b] = [split(from), split(to)]
  const found = align(a, b)
  const parts: TextPart[] = []
  let [aAt, bAt] = [0, 0]
  for (const [i, j] of [...found.pairs, [a.length, b.length] as const]) {
    add(parts, 'removed', a.slice(aAt, i).join(''))
    add(parts, 'added', b.slice(bAt, j).join(''))
    if (i < a.length) add(parts, 'same', a[i] ?? '')
    aAt = i + 1
    bAt = j + 1
  }
  return { parts, unit: words ? 'word' : 'line', isPartial: found.isPartial }
}

function splitWords(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? []
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function add(parts: TextPart[], op: TextPart['op'], text: string): void {
  const last = parts.at(-1)
  if (text === '') return
  if (last?.op === op) parts[parts.length - 1] = { op, text: last.text + text }
  else parts.push({ op, text })
}

/** Long unchanged pieces cut to `context` characters at the sides that touch a change. */
export function foldSame(parts: readonly TextPart[], context = 80): TextPart[] {
  return parts.map((part, index) => {
    const isEdge = { first: index === 0, last: index === parts.length - 1 }
    if (part.op !== 'same' || part.text.length <= context * 2 + 20) return part
    const start = isEdge.first ? '' : part.text.slice(0, context)
    const end = isEdge.last ? '' : part.text.slice(-context)
    return { op: 'same', text: `${start} ⋯ ${end}` }
  })
}
