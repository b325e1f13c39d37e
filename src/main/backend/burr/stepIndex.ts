import type { Occurrence, PlacedFile } from './occurrence'
import { laneOf, occurrenceUs } from './occurrence'

/** Finds the step that a span, an attribute or a stream event belongs to. */
export class StepIndex {
  private readonly byLane = new Map<string, Occurrence[]>()
  private readonly bySequence = new Map<number, Occurrence[]>()

  /** Takes all occurrences of a run, duplicates included. */
  constructor(occurrences: readonly Occurrence[]) {
    for (const each of occurrences) {
      append(this.byLane, `${each.sequenceId} ${each.lane}`, each)
      append(this.bySequence, each.sequenceId, each)
    }
  }

  /**
   * The execution that was begun last before that line by the same tracker; else the first one it has; else one of another
   * tracker. `null` when the step left no begin and no end.
   */
  find(file: PlacedFile, line: number, sequenceId: number): Occurrence | null {
    const own = this.byLane.get(`${sequenceId} ${laneOf(file)}`)
    if (own !== undefined) return own.findLast((each) => isBefore(each, file, line)) ?? own[0] ?? null
    const others = this.bySequence.get(sequenceId) ?? []
    return others.findLast((each) => occurrenceUs(each) <= file.timeUs) ?? others[0] ?? null
  }
}

function append<Key>(map: Map<Key, Occurrence[]>, key: Key, value: Occurrence): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}

function isBefore({ begin }: Occurrence, file: PlacedFile, line: number): boolean {
  if (begin === null) return false
  return begin.file.order < file.order || (begin.file.order === file.order && begin.fact.line <= line)
}
