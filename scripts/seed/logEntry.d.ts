import type { Value, Values } from './pythonJson';
import { type Zone } from './wallClock';
/** One line of a log file, with what the tracker needs to file it: its step and its instant. */
export interface LogEntry {
    readonly timeUs: number;
    readonly sequenceId: number;
    readonly fields: Record<string, unknown>;
    /** The line itself, when it is not what `fields` would give. */
    readonly line?: string;
}
/** When and in which zone something is logged, and for which step. */
export interface Stamp {
    readonly timeUs: number;
    readonly zone: Zone;
    readonly sequenceId: number;
}
/** A step starts. */
export declare function beginEntry(at: Stamp, action: string, inputs: Values): LogEntry;
/** How a step ended: a result, a traceback, or neither. */
export interface StepEnd {
    readonly action: string;
    readonly result: Values | null;
    readonly exception: string | null;
    readonly state: Values;
}
/** A step ends. */
export declare function endEntry(at: Stamp, end: StepEnd): LogEntry;
/** A span starts; `parentSpanId` is null at the top level. */
export declare function beginSpan(at: Stamp, spanId: string, name: string, parentSpanId: string | null): LogEntry;
/** A span ends. */
export declare function endSpan(at: Stamp, spanId: string): LogEntry;
/** An attribute of a span, or of the step itself when `spanId` is null. */
export declare function attribute(at: Stamp, spanId: string | null, key: string, value: Value): LogEntry;
/** A stream is handed to the caller. */
export declare function beginStream(at: Stamp): LogEntry;
/** The first item of a stream was given out. */
export declare function firstItemStream(at: Stamp): LogEntry;
/** A stream is used up; `itemsStreamed` does not count the final one. */
export declare function endStream(at: Stamp, itemsStreamed: number): LogEntry;
/** An entry of a type that no reader knows yet. */
export declare function suspendEntry(at: Stamp, reason: string): LogEntry;
