import { skipSpace } from '@shared/exactJson/scan'

const colon = 0x3a
const backslash = 0x5c

/** Calls back with every string and every whole number in a JSON text that was checked before; names of members are passed by. */
export function eachLeaf(json: string, visit: (leaf: string) => void): void {
  const mark = /"|-?\d+/g
  for (let found = mark.exec(json); found !== null; found = mark.exec(json)) {
    const start = found.index
    if (found[0] !== '"') {
      const after = json.charAt(mark.lastIndex)
      // A fraction is a measure, not a name: nobody looks for one, and embeddings hold thousands.
      if (after === '.' || after === 'e' || after === 'E') mark.lastIndex = endOfNumber(json, mark.lastIndex)
      else visit(found[0])
      continue
    }
    const end = endOfString(json, start)
    mark.lastIndex = end
    if (json.charCodeAt(skipSpace(json, end)) === colon) continue
    const inner = json.slice(start + 1, end - 1)
    if (inner !== '') visit(inner.includes('\\') ? String(JSON.parse(json.slice(start, end))) : inner)
  }
}

function endOfString(json: string, start: number): number {
  let close = json.indexOf('"', start + 1)
  while (close >= 0 && isEscaped(json, close)) close = json.indexOf('"', close + 1)
  return close < 0 ? json.length : close + 1
}

function isEscaped(json: string, at: number): boolean {
  let slashes = 0
  while (json.charCodeAt(at - 1 - slashes) === backslash) slashes++
  return slashes % 2 === 1
}

function endOfNumber(json: string, from: number): number {
  let at = from
  while (/[\d.eE+-]/.test(json.charAt(at))) at++
  return at
}
