import { statement } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'

/** A graph as it is stored: once, by the hash of its canonical text. */
export interface StoredGraph {
  readonly hash: string
  /** Names of the actions that may follow themselves. */
  readonly selfTransitions: readonly string[]
  /** JSON text of the contract's graph. */
  readonly text: string
}

/** Stores a graph unless one with that hash is there. */
export function saveGraph(db: WriteDatabase, graph: StoredGraph): void {
  const sql = '/* saveGraph */ INSERT INTO graph (hash, self_transitions, text) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING'
  statement<unknown[]>(db.index, sql).run(graph.hash, JSON.stringify(graph.selfTransitions), graph.text)
}

/** JSON text of a graph, or `null`. */
export function readGraphText(db: AnyDatabase, hash: string): string | null {
  const sql = '/* readGraphText */ SELECT text FROM graph WHERE hash = ?'
  return statement<[string], { text: string }>(db.index, sql).get(hash)?.text ?? null
}

/** Names of the actions of a graph that may follow themselves; `null` when the graph is not there. */
export function readSelfTransitions(db: AnyDatabase, hash: string): ReadonlySet<string> | null {
  const sql = '/* readSelfTransitions */ SELECT self_transitions AS names FROM graph WHERE hash = ?'
  const row = statement<[string], { names: string }>(db.index, sql).get(hash)
  return row === undefined ? null : new Set(JSON.parse(row.names) as string[])
}
