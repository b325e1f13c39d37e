import type { Clock } from './clock'
import { attribute, beginSpan, endSpan, type LogEntry, type Stamp } from './logEntry'
import { createHash } from 'node:crypto'
import type { PythonError } from './pythonError'
import type { Value, Values } from './pythonJson'
import type { Random } from './random'

/** What a step's work needs of its application. */
export interface StepHost {
  readonly clock: Clock
  readonly random: Random
  stamp(): Stamp
  log(entry: LogEntry): void
}

/** The inside of one step: time passes, spans open and close, attributes are logged, errors are raised. */
export class StepWork {
  readonly #host: StepHost
  #spanId: string | null = null
  #children = new Map<string, number>()

  constructor(host: StepHost) {
    this.#host = host
  }

  /** The clock of the thread in which the step runs. */
  get clock(): Clock {
    return this.#host.clock
  }

  /** The run's randomness. */
  get random(): Random {
    return this.#host.random
  }

  /** Lets about this many milliseconds pass, with a long tail. */
  wait(medianMs: number): void {
    this.#host.clock.wait(this.#host.random.latencyMs(medianMs))
  }

  /** Logs attributes on the present span, or on the step when none is open. */
  attributes(values: Values): void {
    for (const [key, value] of Object.entries(values)) this.#attribute(key, value)
  }

  /** Opens a span around `work`; it closes in the same way when `work` raises. */
  span<T>(name: string, work: () => T): T {
    const parent = this.#spanId
    const spanId = this.#nextId(parent)
    this.#host.log(beginSpan(this.#host.stamp(), spanId, name, parent))
    this.#spanId = spanId
    this.#host.clock.wait(0.02)
    try {
      return work()
    } finally {
      this.#host.clock.wait(0.02)
      this.#host.log(endSpan(this.#host.stamp(), spanId))
      this.#spanId = parent
    }
  }

  /** Calls a function that carries `@trace()`: its arguments, its name, the hash of its source, its value. */
  traced(name: string, args: Values, work: () => Value): Value {
    return this.span(name, () => {
      this.attributes(args)
      this.attributes({ __burr_function: name, __burr_function_hash: createHash('sha256').update(`def ${name}`).digest('hex') })
      const value = work()
      this.attributes({ return: value })
      return value
    })
  }

  /** Begins a span that nothing ends. */
  openSpan(name: string): void {
    this.#host.log(beginSpan(this.#host.stamp(), this.#nextId(this.#spanId), name, this.#spanId))
  }

  /** Raises a Python exception. */
  raise(error: PythonError): never {
    throw error
  }

  #attribute(key: string, value: Value): void {
    this.#host.clock.wait(0.01)
    this.#host.log(attribute(this.#host.stamp(), this.#spanId, key, value))
  }

  #nextId(parent: string | null): string {
    const level = parent ?? ''
    const index = this.#children.get(level) ?? 0
    this.#children.set(level, index + 1)
    return parent === null ? `${this.#host.stamp().sequenceId}:${index}` : `${parent}.${index}`
  }
}
