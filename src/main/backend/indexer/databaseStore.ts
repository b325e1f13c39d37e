import type { WriteDatabase } from '../database/connection'
import { listProjects, unknownObjects } from '../database/discovery'
import { countByPrefix, countRewritten, keysOfPrefix } from '../database/knownKeys'
import { keepLogsShort } from '../database/logRoom'
import { markGone } from '../database/objects'
import { listPrefixStates, readPrefixState, savePrefixState } from '../database/prefixState'
import type { IndexStore } from './indexStore'
import { ingestPrepared } from './ingest'

/** The index of a workspace as discovery uses it. */
export function databaseStore(db: WriteDatabase): IndexStore {
  return {
    unknownObjects: (listed, nowUs) => unknownObjects(db, listed, nowUs),
    ingest: (batch) => {
      keepLogsShort(db)
      return ingestPrepared(db, batch)
    },
    prefixState: (project, prefix) => readPrefixState(db, project, prefix),
    prefixStates: (project) => listPrefixStates(db, project),
    savePrefixState: (state) => savePrefixState(db, state),
    projects: () => listProjects(db).map(({ name }) => name),
    countRewritten: (listed) => countRewritten(db, listed),
    countByPrefix: (beginning) => countByPrefix(db, beginning),
    keysOfPrefix: (prefix) => keysOfPrefix(db, prefix),
    markGone: (keys) => { markGone(db, keys) }
  }
}
