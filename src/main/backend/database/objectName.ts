import { parseKey } from '../burr/key'
import type { BurrKey, StrayKey } from '../burr/key'
import { statement } from './connection'
import type { WriteDatabase } from './connection'

/** An object as a listing names it. */
export interface ListedObject {
  readonly key: string
  readonly sizeBytes: number
  readonly etag: string
  readonly lastModifiedUs: number
}

/** A key cut in two: a prefix that many objects share, stored once, and the rest. `prefix + rest` is the key. */
export interface ObjectName {
  readonly prefix: string
  readonly rest: string
  /** The project, as far as the key names one. */
  readonly project: string | null
  readonly parsed: BurrKey | StrayKey
}

const projectFolder = /^data\/([^/]+)\//

/** A key is asked for several times on its way into the index, and taking it apart is dear; so many are remembered. */
const mostRemembered = 4096
const remembered = new Map<string, ObjectName>()

/** Cuts a key behind its hour; one that is not Burr's is cut behind its project, or not at all. */
export function nameObject(key: string): ObjectName {
  let name = remembered.get(key)
  if (name === undefined) {
    if (remembered.size >= mostRemembered) remembered.clear()
    name = cutKey(key)
    remembered.set(key, name)
  }
  return name
}

function cutKey(key: string): ObjectName {
  const parsed = parseKey(key)
  if (parsed.kind !== 'stray') {
    const { hourPrefix, project } = parsed
    return { prefix: hourPrefix, rest: key.slice(hourPrefix.length), project, parsed }
  }
  const match = projectFolder.exec(key)
  const prefix = match?.[0] ?? ''
  return { prefix, rest: key.slice(prefix.length), project: match?.[1] ?? null, parsed }
}

/** The id of a project, which is created when it is new. */
export function projectId(db: WriteDatabase, name: string): number {
  const find = '/* projectId */ SELECT project_id FROM project WHERE name = ?'
  const found = statement<[string], { project_id: number }>(db.index, find).get(name)
  if (found !== undefined) return found.project_id
  const insert = '/* insertProject */ INSERT INTO project (name) VALUES (?)'
  return Number(statement<[string]>(db.index, insert).run(name).lastInsertRowid)
}

/** The id of a prefix, which is created with its project when it is new. */
export function prefixId(db: WriteDatabase, name: ObjectName): number {
  const find = '/* prefixId */ SELECT prefix_id FROM hour_prefix WHERE text = ?'
  const found = statement<[string], { prefix_id: number }>(db.index, find).get(name.prefix)
  if (found !== undefined) return found.prefix_id
  const project = name.project === null ? null : projectId(db, name.project)
  const insert = '/* insertPrefix */ INSERT INTO hour_prefix (project_id, text) VALUES (?, ?)'
  return Number(statement<unknown[]>(db.index, insert).run(project, name.prefix).lastInsertRowid)
}
