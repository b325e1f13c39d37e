import type { HitPlace, SearchHit } from '@shared/contract/search'
import type { RunKey } from '@shared/model/run'
import { runKeyText } from '../route'
import type { Route } from '../route'

/** The hits of one run. */
export interface RunHits {
  readonly run: RunKey
  readonly hits: readonly SearchHit[]
}

/** Hits by their run, the run that was met first first. */
export function byRun(hits: readonly SearchHit[]): RunHits[] {
  const runs = new Map<string, { run: RunKey; hits: SearchHit[] }>()
  for (const hit of hits) {
    const name = runKeyText(hit.run)
    const known = runs.get(name)
    if (known === undefined) runs.set(name, { run: hit.run, hits: [hit] })
    else known.hits.push(hit)
  }
  return [...runs.values()]
}

/** The pane of a run in which each part of it is seen. */
const tabs: Readonly<Record<HitPlace, string | null>> = {
  'app-id': null, action: 'data', inputs: 'data', result: 'data', state: 'data', exception: 'data', attribute: 'data', span: 'data', other: 'raw'
}

/** Where a hit is seen: its run, its step and the pane. */
export function routeOfHit({ run, step, where }: SearchHit): Route {
  return { screen: 'run', run, step, tab: step === null ? null : tabs[where] }
}

const words: Readonly<Record<HitPlace, string>> = {
  'app-id': 'app id', action: 'action', inputs: 'inputs', result: 'result', state: 'state', exception: 'exception', attribute: 'attribute', span: 'span', other: 'log line'
}

/** Where in a step it stands: `state.docs[2].text`. */
export function placeWords({ where, path }: Pick<SearchHit, 'where' | 'path'>): string {
  // The key of an attribute is one name, dots and all.
  if (where === 'attribute' && typeof path[0] === 'string') return `attribute ${path[0]}${pathWords(path.slice(1))}`
  return words[where] + pathWords(path)
}

function pathWords(path: SearchHit['path']): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : /^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`)).join('')
}

/** A snippet in parts, those that were looked for marked. */
export function markedParts({ snippet, ranges }: Pick<SearchHit, 'snippet' | 'ranges'>): { readonly text: string; readonly isHit: boolean }[] {
  const parts: { text: string; isHit: boolean }[] = []
  let at = 0
  for (const { start, end } of ranges) {
    if (start > at) parts.push({ text: snippet.slice(at, start), isHit: false })
    if (end > Math.max(at, start)) parts.push({ text: snippet.slice(Math.max(at, start), end), isHit: true })
    at = Math.max(at, end)
  }
  if (at < snippet.length) parts.push({ text: snippet.slice(at), isHit: false })
  return parts
}
