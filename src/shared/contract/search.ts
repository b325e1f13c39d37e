import { z } from 'zod'
import type { RunKey } from '../model/run'
import type { StepKey } from '../model/step'
import { name } from './keys'
import { method } from './method'

/** Which part of a run holds what was looked for. */
export type HitPlace = 'app-id' | 'action' | 'inputs' | 'result' | 'state' | 'exception' | 'attribute' | 'span' | 'other'

/** One line of a run that holds all words of the query. */
export interface SearchHit {
  readonly run: RunKey
  /** `null` = the line belongs to no recorded step, or the run itself was found by its id. */
  readonly step: StepKey | null
  readonly action: string | null
  readonly where: HitPlace
  /** Names and places down to the value; empty = the value is the whole text. */
  readonly path: readonly (string | number)[]
  /** A part of the value; empty when the body is not on this disk. */
  readonly snippet: string
  /** Where the words stand in the snippet, UTF-16 units, end exclusive. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[]
  /** The line; `null` = the run itself was found by its id. */
  readonly place: { readonly objectKey: string; readonly line: number } | null
}

/** A page of hits, what arrived last first; `nextCursor` is `null` on the last one. */
export interface SearchPage {
  readonly hits: readonly SearchHit[]
  readonly nextCursor: string | null
  /** Log files whose words can be found, those of them with a value longer than the 64 KB that are indexed, and objects still to be looked at. */
  readonly files: { readonly searchable: number; readonly waiting: number; readonly partial: number }
}

/** What the search looks through. */
export interface SearchScope {
  readonly isOn: boolean
  /** Names of projects whose words are not indexed. */
  readonly projectsOff: readonly string[]
}

/** Where a pasted text leads: an app id, a key or `s3://` address of the bucket, or an address of Burr's own server. */
export type OpenPlace =
  | { readonly kind: 'run'; readonly run: RunKey; readonly step: StepKey | null; readonly tab: string | null }
  /** `undefined` partition = all. */
  | { readonly kind: 'project'; readonly project: string; readonly partitionKey?: string | null }
  /** It was understood, and the index does not have it. */
  | { readonly kind: 'unknown'; readonly why: string }

export const search = {
  /** Lines that hold all words ("in quotes" one behind the other; the last one may go on), and runs whose id begins so. */
  'search.runs': method<SearchPage>()(
    'reader',
    z.strictObject({
      text: z.string().max(1000),
      /** Left out = all projects. */
      project: name.optional(),
      cursor: z.string().regex(/^\d{1,16}$/).optional(),
      limit: z.int().min(1).max(200).default(50)
    })
  ),
  /** Where a text leads that names something; nothing when it names nothing. At most 8 places. */
  'search.open': method<readonly OpenPlace[]>()('reader', z.strictObject({ text: z.string().max(4096) })),
  'search.scope': method<SearchScope>()('reader', z.strictObject({})),
  /** Changes what the search looks through; the words are indexed anew in the background. */
  'search.setScope': method<SearchScope>()('indexer', z.strictObject({ isOn: z.boolean(), projectsOff: z.array(name).max(10_000) }))
} as const
