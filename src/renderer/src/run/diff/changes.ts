import type { PathPart } from '@shared/exactJson/path'
import type { ExactValue } from '@shared/exactJson/tree'
import type { ValueMode } from '../values/shape'
import type { Delta, ItemDelta, MemberDelta } from './delta'

/** One thing that changed, where it is now (or was, when it was removed). */
export type ChangeRow =
  | { readonly op: 'added'; readonly path: readonly PathPart[]; readonly to: ExactValue }
  | { readonly op: 'removed'; readonly path: readonly PathPart[]; readonly from: ExactValue }
  | { readonly op: 'changed'; readonly path: readonly PathPart[]; readonly from: ExactValue; readonly to: ExactValue; readonly isCut: boolean }
  | { readonly op: 'moved'; readonly path: readonly PathPart[]; readonly fromIndex: number; readonly toIndex: number }

/** The changes of a delta one by one, in the order of the new value; `rendered` leaves out the names Burr keeps for itself. */
export function changeRows(delta: Delta, mode: ValueMode): ChangeRow[] {
  const rows: ChangeRow[] = []
  walk(delta, [], mode, rows)
  return rows
}

function walk(delta: Delta, path: readonly PathPart[], mode: ValueMode, rows: ChangeRow[]): void {
  switch (delta.kind) {
    case 'same':
      return
    case 'set':
    case 'cut':
      rows.push({ op: 'changed', path, from: delta.from, to: delta.to, isCut: delta.kind === 'cut' })
      return
    case 'object':
      for (const member of delta.members) {
        if (mode === 'raw' || !member.key.startsWith('__')) walkMember(member, path, mode, rows)
      }
      return
    case 'list':
      for (const item of delta.items) walkItem(item, path, mode, rows)
  }
}

function walkMember(member: MemberDelta, path: readonly PathPart[], mode: ValueMode, rows: ChangeRow[]): void {
  const place = [...path, member.key]
  if (member.op === 'kept') walk(member.delta, place, mode, rows)
  else if (member.op === 'added') rows.push({ op: 'added', path: place, to: member.value })
  else rows.push({ op: 'removed', path: place, from: member.value })
}

function walkItem(item: ItemDelta, path: readonly PathPart[], mode: ValueMode, rows: ChangeRow[]): void {
  switch (item.op) {
    case 'added':
      rows.push({ op: 'added', path: [...path, item.to], to: item.value })
      return
    case 'removed':
      rows.push({ op: 'removed', path: [...path, item.from], from: item.value })
      return
    case 'moved':
      rows.push({ op: 'moved', path: [...path, item.to], fromIndex: item.from, toIndex: item.to })
      walk(item.delta, [...path, item.to], mode, rows)
      return
    case 'kept':
      walk(item.delta, [...path, item.to], mode, rows)
  }
}

/** How many of each: `+2 −1 ~3`. */
export function changeCounts(rows: readonly ChangeRow[]): { added: number; removed: number; changed: number } {
  const count = (ops: readonly ChangeRow['op'][]): number => rows.filter((row) => ops.includes(row.op)).length
  return { added: count(['added']), removed: count(['removed']), changed: count(['changed', 'moved']) }
}
