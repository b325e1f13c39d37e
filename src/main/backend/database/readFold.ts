import { decodeFacts } from '../burr/factsCode'
import type { FoldGraph, FoldInput, FoldLogFile, FoldMetadata } from '../burr/foldInput'
import { byKeyTime } from '../burr/builds'
import { parseKey } from '../burr/key'
import type { MetadataBody } from '../burr/metadata'
import type { AnyDatabase } from './connection'
import { readSelfTransitions } from './graphs'
import type { RunObject } from './runObjects'

/** What a run is folded from, out of the facts of its objects; facts of another version count as not there. */
export function readFoldInput(db: AnyDatabase, objects: readonly RunObject[]): FoldInput {
  const logFiles: FoldLogFile[] = []
  const graphs: FoldGraph[] = []
  const metadata: FoldMetadata[] = []
  for (const { key, kind, facts } of objects) {
    const parsed = parseKey(key)
    if (parsed.kind === 'stray') continue
    const place = { key, timeUs: parsed.timeUs }
    if (kind === 'log') {
      const decoded = decodeFacts(facts)
      if (decoded !== null) logFiles.push({ ...place, facts: decoded })
    } else if (kind === 'graph') graphs.push({ ...place, hash: (JSON.parse(facts) as { hash: string }).hash })
    else metadata.push({ ...place, ...(JSON.parse(facts) as MetadataBody) })
  }
  const lastGraph = byKeyTime(graphs).at(-1)
  const selfTransitions = lastGraph === undefined ? null : readSelfTransitions(db, lastGraph.hash)
  return { logFiles, graphs, metadata, selfTransitions }
}
