import type { LogEntry } from './logEntry';
import type { Random } from './random';
import { type Zone } from './wallClock';
/** One object of the bucket, as Burr's client would PUT it at `timeUs` (microseconds since 1970). */
export interface SeedObject {
    readonly key: string;
    readonly body: string | Uint8Array;
    readonly metadata: Readonly<Record<string, string>>;
    readonly timeUs: number;
}
/** Another run of the same project, at one of its steps; `sequenceId` null means its latest. */
export interface Pointer {
    readonly appId: string;
    readonly sequenceId: number | null;
    readonly partitionKey: string | null;
}
/** Names one run of a project. */
export interface RunName {
    readonly appId: string;
    readonly partitionKey: string | null;
}
/** How a tracker is set up. */
export interface TrackerOptions {
    readonly project: string;
    readonly zone: Zone;
    readonly random: Random;
    readonly startUs: number;
    readonly put: (object: SeedObject) => void;
    readonly flushIntervalMs?: number;
    readonly trackerId?: string;
    readonly family?: Tracker[];
}
/** Stands for one `S3TrackingClient`: names keys, batches log entries and flushes them as its background thread does. */
export declare class Tracker {
    #private;
    readonly project: string;
    readonly zone: Zone;
    readonly trackerId: string;
    constructor(options: TrackerOptions);
    /** A tracker for a spawned run: the same id, a queue of its own. */
    copy(nowUs: number): Tracker;
    /** Writes `graph.json` at that time; 4 to 20 ms pass, which are returned. */
    putGraph(run: RunName, graph: unknown, timeUs: number): number;
    /** Writes `metadata.json` at that time; 4 to 20 ms pass, which are returned. */
    putMetadata(run: RunName, parent: Pointer | null, spawnedBy: Pointer | null, timeUs: number): number;
    /** Queues an entry; the flushes which that brings about are written. */
    log(run: RunName, entry: LogEntry): void;
    /** The program goes on living long enough for the last flush. */
    finish(): void;
    /** The program ends now in good order: what is queued is flushed at once. */
    exit(nowUs: number): void;
    /** The program is killed now: what is queued is lost, and nothing more is ever written. */
    kill(nowUs: number): void;
}
