import { memberText, scanObject } from '@shared/exactJson/members'
import { parseExact, type ExactMember, type ExactValue } from '@shared/exactJson/tree'
import type { Delta, MemberDelta } from './delta'
import { diff, type Diff } from './diff'

/**
 * The diff of two logged texts; `null` when one of them is no JSON. Fields whose texts are alike are not parsed at all, which
 * is what keeps a large state with a small change fast.
 */
export function diffTexts(from: string, to: string): Diff | null {
  const [a, b] = [scanObject(from), scanObject(to)]
  if (!a.ok || !b.ok) return diffWhole(from, to)
  const names = [...a.members, ...b.members].map((member) => member.key)
  const differing = new Set(names.filter((key) => memberText(from, a, key) !== memberText(to, b, key)))
  const found = diff(pickMembers(from, a.members, differing), pickMembers(to, b.members, differing))
  const changed = new Map(membersOf(found.delta).map((member) => [member.key, member]))
  // Fields that are alike stand among the others, so that the order of the text is the order on screen.
  const members = [...new Set(b.members.map((member) => member.key))].map((key): MemberDelta => changed.get(key) ?? { op: 'kept', key, delta: { kind: 'same' } })
  const removed = membersOf(found.delta).filter((member) => member.op === 'removed')
  return { delta: { kind: 'object', members: [...members, ...removed] }, isPartial: found.isPartial }
}

function diffWhole(from: string, to: string): Diff | null {
  const [a, b] = [parseExact(from), parseExact(to)]
  return a.ok && b.ok ? diff(a.value, b.value) : null
}

function membersOf(delta: Delta): readonly MemberDelta[] {
  return delta.kind === 'object' ? delta.members : []
}

function pickMembers(text: string, members: readonly { key: string; start: number; end: number }[], names: ReadonlySet<string>): ExactValue {
  const last = new Map<string, ExactMember>()
  for (const { key, start, end } of members) {
    if (!names.has(key)) continue
    const document = parseExact(text.slice(start, end))
    last.set(key, { key, value: document.ok ? document.value : null })
  }
  return { kind: 'object', members: [...last.values()] }
}
