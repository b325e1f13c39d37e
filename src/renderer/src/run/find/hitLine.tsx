import type { HitPlace } from '@shared/contract/search'
import { plural } from '../../format/number'
import { pathText } from '../values/preview'
import { oneLine } from '../values/visibleText'
import type { PlacedHit } from './useFind'

const placeWords: Readonly<Record<HitPlace, string>> = {
  'app-id': 'app id', action: 'action', inputs: 'inputs', result: 'result', state: 'state', exception: 'error', attribute: 'attribute', span: 'span', other: 'line of an unknown type'
}

/** Where a hit is and the text around it: reached even where the value itself is folded. */
export function HitLine({ hit }: { hit: PlacedHit }) {
  const { snippet, range, where, path, action, sequenceId, inside, count, isName } = hit
  const place = path.length === 0 ? placeWords[where] : pathText(placeWords[where], path)
  const run = inside.at(-1)
  return (
    <div className="flex h-7 min-w-0 items-center gap-2 border-t px-3 text-xs" data-selectable>
      <span className="max-w-60 shrink-0 truncate">
        {run === undefined ? null : <span className="font-mono text-ink-dim">{oneLine(run.appId, 40)} · </span>}
        <span className="font-medium">{oneLine(action, 60)}</span> <span className="text-ink-dim">step {sequenceId}</span>
      </span>
      <span title={place} className="max-w-80 min-w-0 shrink truncate font-mono text-ink-dim">{isName ? 'name ' : ''}{place}</span>
      <span className="min-w-24 flex-1 truncate font-mono">
        {oneLine(snippet.slice(Math.max(0, range.start - 40), range.start), 60)}
        <mark className="rounded-sm bg-waiting-soft px-px text-ink outline-1 outline-waiting">{oneLine(snippet.slice(range.start, range.end), 160)}</mark>
        {oneLine(snippet.slice(range.end), 160)}
      </span>
      {count > 1 ? <span className="tabular shrink-0 text-ink-faint">{plural(count, 'time')}</span> : null}
    </div>
  )
}
