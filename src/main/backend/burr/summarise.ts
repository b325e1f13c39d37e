import { memberText, scanObject } from '@shared/exactJson/members'
import type { LogTime } from './clock'
import { repairClock, utcOf, type Stamp } from './clockRepair'
import { readException } from './exception'
import type { ActivityFact, LogFileFacts, StepEventFact, SuspendFact } from './facts'
import type { AttributeEntry, BeginStepEntry, EndStepEntry, LogEntry, UnknownEntry } from './logEntry'
import type { LogFileContent } from './readLogFile'

/** The type Burr's newer writers give to a step that waits for something from outside. */
export const suspendType = 'suspend_entry'

/** Reduces one log file to what the index keeps. `timeUs` is the key's time; the tracker id comes from the object's headers. */
export function summariseLogFile(
  file: { readonly timeUs: number; readonly trackerId: string | null },
  content: Pick<LogFileContent, 'entries' | 'badLineCount'>
): LogFileFacts {
  const { entries, badLineCount } = content
  const clock = repairClock(stampsOf(entries), file.timeUs)
  const tally = new Tally()
  let firstUs: number | null = null
  let lastUs: number | null = null
  for (const entry of entries) {
    tally.add(entry)
    if (entry.time === null) continue
    const us = utcOf(clock, entry.place.line, entry.time)
    if (firstUs === null || us < firstUs) firstUs = us
    if (lastUs === null || us > lastUs) lastUs = us
  }
  return {
    trackerId: file.trackerId,
    clock,
    events: tally.events,
    activity: tally.activity(),
    suspends: tally.suspends,
    firstUs,
    lastUs,
    entryCount: entries.length,
    unknownCount: tally.unknownCount,
    badLineCount
  }
}

function stampsOf(entries: readonly LogEntry[]): readonly Stamp[] {
  const stamps: Stamp[] = []
  for (const { kind, time, place } of entries) {
    // Nothing is known about the clock of an unknown type.
    if (time !== null && kind !== 'unknown') stamps.push({ line: place.line, time })
  }
  return stamps
}

interface OpenActivity {
  readonly sequenceId: number
  readonly line: number
  spans: number
  attributes: number
  streams: number
  /** Token sums by span and name: instrumentations of two generations may log the same call. */
  readonly tokens: Map<string, TokenSums>
}

interface TokenSums {
  oldPrompt: number
  oldCompletion: number
  newPrompt: number
  newCompletion: number
}

const tokenNames: ReadonlyMap<string, keyof TokenSums> = new Map([
  ['gen_ai.usage.prompt_tokens', 'oldPrompt'],
  ['gen_ai.usage.completion_tokens', 'oldCompletion'],
  ['gen_ai.usage.input_tokens', 'newPrompt'],
  ['gen_ai.usage.output_tokens', 'newCompletion']
])

class Tally {
  readonly events: StepEventFact[] = []
  readonly suspends: SuspendFact[] = []
  unknownCount = 0
  private readonly groups: OpenActivity[] = []
  private readonly current = new Map<number, OpenActivity>()

  add(entry: LogEntry): void {
    switch (entry.kind) {
      case 'begin-step':
        this.current.delete(entry.sequenceId)
        this.events.push({ kind: 'begin', ...eventFields(entry, entry.time) })
        break
      case 'end-step': {
        const error = entry.exception === null || entry.exception === '' ? null : readException(entry.exception)
        this.events.push({ kind: 'end', ...eventFields(entry, entry.time), error, hasResult: entry.result !== null })
        break
      }
      case 'begin-span':
        this.groupOf(entry).spans++
        break
      case 'attribute':
        this.addAttribute(entry)
        break
      case 'begin-stream':
        this.groupOf(entry).streams++
        break
      case 'unknown':
        this.unknownCount++
        if (entry.type === suspendType && entry.time !== null) this.suspends.push(suspendOf(entry, entry.time))
        break
      default:
    }
  }

  private groupOf(entry: Exclude<LogEntry, UnknownEntry>): OpenActivity {
    const known = this.current.get(entry.sequenceId)
    if (known !== undefined) return known
    const { sequenceId } = entry
    const group = { sequenceId, line: entry.place.line, spans: 0, attributes: 0, streams: 0, tokens: new Map() }
    this.groups.push(group)
    this.current.set(sequenceId, group)
    return group
  }

  private addAttribute(entry: AttributeEntry): void {
    const group = this.groupOf(entry)
    group.attributes++
    const name = tokenNames.get(entry.key)
    if (name === undefined || !/^\d{1,12}$/.test(entry.value)) return
    const span = entry.spanId ?? ''
    const sums = group.tokens.get(span) ?? { oldPrompt: 0, oldCompletion: 0, newPrompt: 0, newCompletion: 0 }
    sums[name] += Number(entry.value)
    group.tokens.set(span, sums)
  }

  activity(): readonly ActivityFact[] {
    return this.groups.map(({ tokens, ...counts }) => {
      const sums = [...tokens.values()]
      const promptTokens = sums.reduce((total, sum) => total + Math.max(sum.oldPrompt, sum.newPrompt), 0)
      const completionTokens = sums.reduce((total, sum) => total + Math.max(sum.oldCompletion, sum.newCompletion), 0)
      return { ...counts, promptTokens, completionTokens }
    })
  }
}

function eventFields(entry: BeginStepEntry | EndStepEntry, time: LogTime): Omit<StepEventFact, 'kind' | 'error' | 'hasResult'> {
  const { sequenceId, action, place } = entry
  const { line, offset, length } = place
  return { sequenceId, action, us: time.us, isUtc: time.isUtc, line, offset, length }
}

function suspendOf(entry: UnknownEntry, time: LogTime): SuspendFact {
  const scan = scanObject(entry.place.text)
  const channel = scan.ok ? memberText(entry.place.text, scan, 'channel') : null
  return {
    sequenceId: entry.sequenceId,
    us: time.us,
    isUtc: time.isUtc,
    line: entry.place.line,
    channel: channel?.startsWith('"') === true ? String(JSON.parse(channel)) : null
  }
}
