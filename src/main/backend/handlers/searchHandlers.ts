import { searchRuns } from '../database/searchRuns'
import { readSearchScope } from '../database/textScope'
import { placesOf } from './openPlaces'
import type { ReaderPart } from './readerMethod'

export const searchHandlers: ReaderPart<'search.runs' | 'search.open' | 'search.scope'> = {
  'search.runs': ({ db }, query) => searchRuns(db, query),
  'search.open': ({ db }, { text }) => placesOf(db, text),
  'search.scope': ({ db }) => readSearchScope(db.folder)
}
