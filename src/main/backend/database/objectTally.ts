import { countObject } from './counters'
import type { ObjectState } from './counters'
import { statement } from './connection'
import type { WriteDatabase } from './connection'
import { projectId } from './objectName'

/** Changes of the kept numbers of objects, gathered over one transaction and written once at its end. */
export class ObjectTally {
  private readonly projects = new Map<string, number>()
  private readonly states = new Map<string, { readonly project: number | null; readonly state: ObjectState; by: number }>()
  private readonly prefixes = new Map<number, number>()

  constructor(private readonly db: WriteDatabase) {}

  /** The id of a project, which is created when it is new; `null` for no project. */
  projectId(name: string | null): number | null {
    if (name === null) return null
    let id = this.projects.get(name)
    if (id === undefined) this.projects.set(name, (id = projectId(this.db, name)))
    return id
  }

  /** An object of a project came into a state (1) or left it (-1). */
  moveState(project: number | null, state: ObjectState, by: 1 | -1): void {
    const name = `${project} ${state}`
    const known = this.states.get(name)
    if (known === undefined) this.states.set(name, { project, state, by })
    else known.by += by
  }

  /** An object came under a prefix (1) or is gone from it (-1). */
  moveInPrefix(prefix: number, by: 1 | -1): void {
    this.prefixes.set(prefix, (this.prefixes.get(prefix) ?? 0) + by)
  }

  /** Writes what was gathered. */
  flush(): void {
    for (const { project, state, by } of this.states.values()) if (by !== 0) countObject(this.db, project, state, by)
    const sql = '/* countInPrefix */ UPDATE hour_prefix SET object_count = object_count + ? WHERE prefix_id = ?'
    for (const [prefix, by] of this.prefixes) statement<[number, number]>(this.db.index, sql).run(by, prefix)
    this.states.clear()
    this.prefixes.clear()
  }
}
