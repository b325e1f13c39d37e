import type { Clock } from './clock';
import { type GraphSource } from './graph';
import { type LogEntry, type Stamp } from './logEntry';
import type { Values } from './pythonJson';
import { PythonError } from './pythonError';
import type { Random } from './random';
import { StepWork } from './stepWork';
import type { Pointer, RunName, Tracker } from './tracker';
/** What an application is built from. */
export interface ApplicationOptions extends RunName {
    readonly graph: GraphSource;
    readonly clock: Clock;
    readonly random: Random;
    readonly state?: Values;
    readonly sequenceId?: number;
    readonly parent?: Pointer;
    readonly spawnedBy?: Pointer;
    readonly builds?: number;
}
/** One step: what is logged as its inputs, what happens in it, and in which of Burr's odd ways it is logged. */
export interface StepOptions {
    readonly inputs?: Values;
    readonly work?: (step: StepWork) => Values;
    readonly result?: (writes: Values) => Values;
    readonly log?: 'normal' | 'unrecorded' | 'interrupted';
    readonly stream?: StreamOptions;
}
/** A streaming step: items given out before the final one, and when. */
export interface StreamOptions {
    readonly items: number;
    readonly firstAfterMs: number;
    readonly gapMs: number;
    readonly abandonedAfter?: number;
}
/** One Burr application that runs in simulated time and logs as Burr does. */
export declare class Application {
    #private;
    readonly appId: string;
    readonly partitionKey: string | null;
    readonly clock: Clock;
    readonly random: Random;
    state: Values;
    sequenceId: number;
    constructor(tracker: Tracker, options: ApplicationOptions);
    /** This run at its present step, as children name it. */
    pointer(): Pointer;
    /** The tracker that a spawned run gets. */
    childTracker(): Tracker;
    /** Executes one action; returns the exception that it raised, or null. */
    step(action: string, options?: StepOptions): PythonError | null;
    /** Begins a step and never ends it: the program is in it, or died in it. */
    open(action: string, inputs?: Values, work?: (step: StepWork) => void): void;
    /** Takes a sequence id without logging anything, as a step does whose inputs are refused. */
    skip(): void;
    /** Logs an entry of a type that Burr 0.40 does not have. */
    suspend(reason: string): void;
    /** The present instant, for an entry of the present step. */
    now(): Stamp;
    /** Logs an entry as it is. */
    log(entry: LogEntry): void;
}
