import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { FindHit } from '@shared/contract/findInRun'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import { toErrorShape } from '@shared/errors'
import { findInRun, type FindQuery } from '../../queries/find'
import { runQuery } from '../../queries/run'
import { runKeyText } from '../../route'
import { orderIn } from '../family/nextTroubleInside'

/** A hit and the way to the run it is in. */
export interface PlacedHit extends FindHit {
  readonly inside: readonly RunKey[]
}

/** What was found so far. */
export interface Found {
  readonly hits: readonly PlacedHit[]
  readonly isBusy: boolean
  /** More were found than are kept. */
  readonly isCut: boolean
  readonly missingBodies: number
  /** Why nothing can be found, in words; `null` = it can. */
  readonly problem: string | null
}

const nothing: Found = { hits: [], isBusy: false, isCut: false, missingBodies: 0, problem: null }
const mostHits = 5000
const mostRuns = 300
const deepest = 8
const typingMs = 180

/** Looks through a run and all it started, folded or not, as the text is typed. */
export function useFind(root: RunDetail, query: FindQuery): Found {
  const client = useQueryClient()
  const [found, setFound] = useState<Found>(nothing)
  const { text, isRegex, matchCase } = query
  useEffect(() => {
    let isWanted = true
    let hits: PlacedHit[] = []
    let missingBodies = 0
    let left = mostRuns
    const show = (more: Partial<Found>): void => {
      if (isWanted) setFound({ hits, isBusy: true, isCut: hits.length >= mostHits, missingBodies, problem: null, ...more })
    }
    async function search(detail: RunDetail, inside: readonly RunKey[]): Promise<void> {
      missingBodies += await findInRun(detail.run, { text, isRegex, matchCase }, (part) => {
        hits = [...hits, ...part.map((hit) => ({ ...hit, inside }))].slice(0, mostHits)
        return isWanted && hits.length < mostHits
      })
      show({})
      for (const child of detail.children) {
        const isAbove = [root.run, ...inside].some((run) => runKeyText(run) === runKeyText(child.run))
        if (!isWanted || child.kind !== 'spawn' || isAbove || inside.length >= deepest || left-- <= 0 || hits.length >= mostHits) continue
        await search(await client.ensureQueryData(runQuery(child.run)), [...inside, child.run])
      }
    }
    const timer = setTimeout(() => {
      if (text === '') return show({ isBusy: false })
      show({})
      search(root, []).then(
        () => {
          hits = inListOrder(root, hits)
          show({ isBusy: false })
        },
        (error: unknown) => {
          const { message, action } = toErrorShape(error)
          show({ isBusy: false, problem: `${message} ${action ?? ''}`.trim() })
        }
      )
    }, typingMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
    // A run that grows is looked through again only when the text changes: places must not move under the person.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text, isRegex, matchCase, client, root.run.appId])
  return found
}

function inListOrder(root: RunDetail, hits: readonly PlacedHit[]): PlacedHit[] {
  if (hits.every((hit) => hit.inside.length === 0)) return [...hits]
  const order = orderIn(root)
  const steps = new Map(root.steps.map((step, index) => [`${step.build}.${step.sequenceId}.${step.attempt}`, index]))
  const keyed = hits.map((hit) => {
    const own = steps.get(`${hit.build}.${hit.sequenceId}.${hit.attempt}`)
    const step = root.steps[0]
    return { hit, key: hit.inside.length === 0 || step === undefined ? [own ?? 0, -1] : order({ inside: hit.inside, step }) }
  })
  return keyed.toSorted((a, b) => (a.key[0] ?? 0) - (b.key[0] ?? 0) || (a.key[1] ?? -1) - (b.key[1] ?? -1)).map(({ hit }) => hit)
}
