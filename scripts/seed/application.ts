import type { Clock } from './clock'
import { graphModel, type GraphSource } from './graph'
import { beginEntry, beginStream, endEntry, endStream, firstItemStream, suspendEntry, type LogEntry, type Stamp } from './logEntry'
import type { Values } from './pythonJson'
import { PythonError } from './pythonError'
import type { Random } from './random'
import { StepWork } from './stepWork'
import type { Pointer, RunName, Tracker } from './tracker'

/** What an application is built from. */
export interface ApplicationOptions extends RunName {
  readonly graph: GraphSource
  readonly clock: Clock
  readonly random: Random
  readonly state?: Values
  readonly sequenceId?: number
  readonly parent?: Pointer
  readonly spawnedBy?: Pointer
  readonly builds?: number
}

/** One step: what is logged as its inputs, what happens in it, and in which of Burr's odd ways it is logged. */
export interface StepOptions {
  readonly inputs?: Values
  readonly work?: (step: StepWork) => Values
  readonly result?: (writes: Values) => Values
  readonly log?: 'normal' | 'unrecorded' | 'interrupted'
  readonly stream?: StreamOptions
}

/** A streaming step: items given out before the final one, and when. */
export interface StreamOptions {
  readonly items: number
  readonly firstAfterMs: number
  readonly gapMs: number
  readonly abandonedAfter?: number
}

/** One Burr application that runs in simulated time and logs as Burr does. */
export class Application {
  readonly appId: string
  readonly partitionKey: string | null
  readonly clock: Clock
  readonly random: Random
  state: Values
  sequenceId: number
  readonly #tracker: Tracker
  readonly #options: ApplicationOptions

  constructor(tracker: Tracker, options: ApplicationOptions) {
    this.#tracker = tracker
    this.#options = options
    this.appId = options.appId
    this.partitionKey = options.partitionKey
    this.clock = options.clock
    this.random = options.random
    this.sequenceId = options.sequenceId ?? -1
    this.state = { ...options.state }
    for (let i = 0; i < (options.builds ?? 1); i++) this.#build()
  }

  /** This run at its present step, as children name it. */
  pointer(): Pointer {
    return { appId: this.appId, sequenceId: this.sequenceId, partitionKey: this.partitionKey }
  }

  /** The tracker that a spawned run gets. */
  childTracker(): Tracker {
    return this.#tracker.copy(this.clock.nowUs)
  }

  /** Executes one action; returns the exception that it raised, or null. */
  step(action: string, options: StepOptions = {}): PythonError | null {
    this.clock.wait(0.06 + this.random.next() * 0.3)
    this.sequenceId++
    this.state = { ...this.state, __SEQUENCE_ID: this.sequenceId }
    this.log(beginEntry(this.now(), action, options.inputs ?? {}))
    this.clock.wait(0.02 + this.random.next() * 0.1)
    if (options.stream !== undefined) this.log(beginStream(this.now()))
    const outcome = this.#execute(options)
    this.clock.wait(0.03 + this.random.next() * 0.1)
    if (options.log === 'interrupted') {
      this.#end(action, null, null)
    } else if (outcome instanceof PythonError) {
      this.#end(action, null, outcome.traceback())
    } else if (options.log === 'unrecorded') {
      this.#end(action, null, null)
      this.#update(action, outcome)
    } else {
      this.#update(action, outcome)
      this.#end(action, options.result?.(outcome) ?? {}, null)
    }
    if (options.stream !== undefined) {
      this.clock.wait(0.05)
      // What fails before it streams has given nothing out.
      const streamed = outcome instanceof PythonError ? (options.stream.abandonedAfter ?? 0) : options.stream.items
      this.log(endStream(this.now(), streamed))
    }
    return outcome instanceof PythonError ? outcome : null
  }

  /** Begins a step and never ends it: the program is in it, or died in it. */
  open(action: string, inputs: Values = {}, work?: (step: StepWork) => void): void {
    this.clock.wait(0.2)
    this.sequenceId++
    this.log(beginEntry(this.now(), action, inputs))
    work?.(this.#work())
  }

  /** Takes a sequence id without logging anything, as a step does whose inputs are refused. */
  skip(): void {
    this.sequenceId++
  }

  /** Logs an entry of a type that Burr 0.40 does not have. */
  suspend(reason: string): void {
    this.log(suspendEntry(this.now(), reason))
  }

  #build(): void {
    const { graph, parent, spawnedBy, random } = this.#options
    this.clock.wait(this.#tracker.putGraph(this, graphModel(graph, random), this.clock.nowUs))
    this.clock.wait(this.#tracker.putMetadata(this, parent ?? null, spawnedBy ?? null, this.clock.nowUs))
  }

  #execute(options: StepOptions): Values | PythonError {
    try {
      const writes = options.work?.(this.#work()) ?? {}
      if (options.stream !== undefined) this.#stream(options.stream)
      return writes
    } catch (error) {
      if (error instanceof PythonError) return error
      throw error
    }
  }

  #stream(stream: StreamOptions): void {
    const items = stream.abandonedAfter ?? stream.items
    if (items > 0) {
      this.clock.wait(stream.firstAfterMs)
      this.log(firstItemStream(this.now()))
    }
    for (let i = 1; i < items; i++) this.clock.wait(stream.gapMs * (0.5 + this.random.next()))
    if (stream.abandonedAfter !== undefined) throw PythonError.generatorExit()
  }

  #update(action: string, writes: Values): void {
    this.state = { ...this.state, ...writes, __PRIOR_STEP: action }
  }

  #end(action: string, result: Values | null, exception: string | null): void {
    this.log(endEntry(this.now(), { action, result, exception, state: this.state }))
  }

  #work(): StepWork {
    return new StepWork({ clock: this.clock, random: this.random, stamp: () => this.now(), log: (entry) => this.log(entry) })
  }

  /** The present instant, for an entry of the present step. */
  now(): Stamp {
    return { timeUs: this.clock.nowUs, zone: this.#tracker.zone, sequenceId: this.sequenceId }
  }

  /** Logs an entry as it is. */
  log(entry: LogEntry): void {
    this.#tracker.log(this, entry)
  }
}
