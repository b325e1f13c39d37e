import { parseExact, type ExactValue } from './tree'

/** Whether two logged texts hold the same value; another order of members, which keeps the length, makes no difference. */
export function isSameText(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined || a.length !== b.length || !(a.includes('{') && b.includes('{'))) return false
  const [left, right] = [parseExact(a), parseExact(b)]
  return left.ok && right.ok && canonical(left.value) === canonical(right.value)
}

function canonical(value: ExactValue): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!('kind' in value)) return ''
  if (value.kind !== 'object') return value.text
  return `{${value.members.map((member) => `${JSON.stringify(member.key)}:${canonical(member.value)}`).toSorted().join(',')}}`
}
