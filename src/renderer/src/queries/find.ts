import type { FindHit } from '@shared/contract/findInRun'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import { call } from '../api'

/** What is looked for. */
export interface FindQuery {
  readonly text: string
  readonly isRegex: boolean
  readonly matchCase: boolean
}

/** Reads all hits in one run, part by part; `onPart` gets each and says whether to go on. Gives how many steps had no values here. */
export async function findInRun({ project, partitionKey, appId }: RunKey, query: FindQuery, onPart: (hits: readonly FindHit[]) => boolean): Promise<number> {
  let from: StepKey | undefined
  let missing = 0
  for (;;) {
    const part = await call('runs.find', { run: { project, partitionKey, appId }, ...query, ...(from === undefined ? {} : { from }) })
    missing += part.missingBodies
    if (!onPart(part.hits) || part.next === null) return missing
    from = part.next
  }
}
