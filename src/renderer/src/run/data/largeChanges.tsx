import { useMemo } from 'react'
import type { LargeChange } from '@shared/contract/values'
import { formatBytes, formatCount, plural } from '../../format/number'
import { changeRows } from '../diff/changes'
import { ChangeList } from '../diff/changeList'
import { diffTexts } from '../diff/diffTexts'
import type { ValueMode } from '../values/shape'
import { pathLabel } from '../watch/watchStrip'

/** Changes in values that are too long to be compared here: how much, and of lists what was put in or taken out. */
export function LargeChanges({ changes, mode }: { changes: readonly LargeChange[]; mode: ValueMode }) {
  return (
    <ul className="border-t">
      {changes.map((change) => (
        <li key={JSON.stringify(change.path)} className="px-3 py-1 text-sm">
          <span className="font-mono font-medium">{pathLabel(change.path)}</span>{' '}
          <span className="text-ink-dim">{wordsOf(change)}</span>
          {change.list === null ? null : <Middle change={change} list={change.list} mode={mode} />}
        </li>
      ))}
    </ul>
  )
}

function wordsOf({ fromLength, toLength, list }: LargeChange): string {
  const sizes = fromLength === 0 ? `added, ${formatBytes(toLength)}` : toLength === 0 ? `removed, ${formatBytes(fromLength)}` : `changed, ${formatBytes(fromLength)} → ${formatBytes(toLength)}`
  if (list === null) return `${sizes}; too large to compare`
  return `${formatCount(list.fromCount)} → ${plural(list.toCount, 'item')}; ${formatCount(list.alikeAtStart)} alike at the start, ${formatCount(list.alikeAtEnd)} at the end`
}

function Middle({ change, list, mode }: { change: LargeChange; list: NonNullable<LargeChange['list']>; mode: ValueMode }) {
  const rows = useMemo(() => {
    if (list.fromText === null || list.toText === null) return null
    const found = diffTexts(list.fromText, list.toText)
    if (found === null) return null
    // Places are counted from the start of the whole list.
    return changeRows(found.delta, mode).map((row) => {
      const [first, ...rest] = row.path
      const path = [...change.path, typeof first === 'number' ? first + list.alikeAtStart : (first ?? ''), ...rest]
      return { ...row, path }
    })
  }, [change.path, list, mode])
  return rows === null ? <p className="text-ink-dim">What stands between is too large to compare.</p> : <ChangeList rows={rows} mode={mode} />
}
