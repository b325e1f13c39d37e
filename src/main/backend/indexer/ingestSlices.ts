import type { PreparedObject } from './ingestObject'

/** A run with more new objects than this is folded more than once. */
const mostOfOneRun = 250

/** Groups objects by their run, which is then folded once and not with every transaction that brings something of it. */
export function groupByRun(objects: readonly PreparedObject[]): PreparedObject[][] {
  const open = new Map<string, PreparedObject[]>()
  const groups: PreparedObject[][] = []
  for (const object of objects) {
    const { parsed } = object.name
    const run = parsed.kind === 'stray' ? '' : `${parsed.project}\n${parsed.rest}`
    let group = open.get(run)
    if (group === undefined || group.length >= mostOfOneRun) {
      group = []
      open.set(run, group)
      groups.push(group)
    }
    group.push(object)
  }
  return groups
}

/** Takes groups from the front for one transaction: at least one, and no more than hold about so many objects. */
export function takeSlice(groups: PreparedObject[][], about: number): PreparedObject[] {
  const slice: PreparedObject[] = []
  for (;;) {
    const [next] = groups
    if (next === undefined || (slice.length > 0 && slice.length + next.length > about)) return slice
    slice.push(...next)
    groups.shift()
  }
}
