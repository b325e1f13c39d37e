import type { KeyboardEvent } from 'react'
import type { SearchHit } from '@shared/contract/search'
import { plural } from '../format/number'
import { formatRoute, runKeyText, runRoute } from '../route'
import { showSigns } from '../ui/showSigns'
import { markedParts, placeWords, routeOfHit } from './hits'
import type { RunHits } from './hits'

/** Moves between the hits with the arrow keys, J and K, Home and End. */
function onKeys(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const links = [...document.querySelectorAll<HTMLElement>('a[data-hit]')]
  const at = links.findIndex((link) => link === document.activeElement)
  const places: Readonly<Record<string, number>> = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: links.length - 1 }
  const next = places[event.key]
  if (next === undefined) return
  event.preventDefault()
  if (next < 0) document.querySelector<HTMLElement>('[data-search-box]')?.focus()
  else links[Math.min(next, links.length - 1)]?.focus()
}

/** What was found, by run. */
export function HitList({ runs }: { runs: readonly RunHits[] }) {
  return (
    <ul aria-label="What was found">
      {runs.map(({ run, hits }) => (
        <li key={runKeyText(run)} className="border-b">
          <h2 className="flex min-w-0 items-baseline gap-2 px-4 pt-1 text-sm">
            <a href={formatRoute(runRoute(run))} className="min-w-0 truncate font-mono leading-6 font-medium hover:underline">{showSigns(run.appId)}</a>
            <span className="min-w-0 shrink-0 truncate text-xs text-ink-faint">{showSigns(run.project)}{run.partitionKey === null ? '' : ` · ${showSigns(run.partitionKey)}`} · {plural(hits.length, 'hit')}</span>
          </h2>
          <ul className="pb-1.5">
            {hits.map((hit, at) => <HitRow key={`${hit.place?.objectKey} ${hit.place?.line} ${at}`} hit={hit} />)}
          </ul>
        </li>
      ))}
    </ul>
  )
}

function HitRow({ hit }: { hit: SearchHit }) {
  const { step, action } = hit
  return (
    <li>
      <a data-hit onKeyDown={onKeys} href={formatRoute(routeOfHit(hit))} className="flex min-h-6.5 items-baseline gap-3 px-4 py-1 outline-offset-[-2px] hover:bg-hover focus-visible:bg-accent-soft">
        <span className="tabular w-44 shrink-0 truncate text-sm text-ink-dim" title={action ?? undefined}>
          {step === null ? '' : <><span className="text-ink-faint">step {step.sequenceId}{step.attempt > 0 ? `, attempt ${step.attempt + 1}` : ''}</span> {action === null ? '' : showSigns(action)}</>}
        </span>
        <span className="w-56 shrink-0 truncate font-mono text-xs text-ink-faint" title={showSigns(placeWords(hit))}>{showSigns(placeWords(hit))}</span>
        <span className="min-w-0 flex-1 truncate text-sm">
          {hit.snippet === '' ? <span className="text-ink-faint italic">the words are in a part that is not on this computer</span> : markedParts(hit).map(({ text, isHit }, at) => (isHit ? <mark key={at} className="rounded-sm bg-waiting-soft px-px font-medium text-ink">{showSigns(text)}</mark> : <span key={at}>{showSigns(text)}</span>))}
        </span>
      </a>
    </li>
  )
}
