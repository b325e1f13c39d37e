import { Application, type ApplicationOptions } from './application';
import { Clock } from './clock';
import { Random } from './random';
import { Tracker, type SeedObject, type TrackerOptions } from './tracker';
import type { Zone } from './wallClock';
/** A project of the generated bucket; `act` plays one group of related runs. */
export interface Project {
    readonly name: string;
    readonly weight: number;
    act(scene: Scene): void;
}
/** What is left to choose when a scene builds an application. */
export type SceneRun = Omit<ApplicationOptions, 'clock' | 'random' | 'partitionKey'> & {
    readonly clock?: Clock;
    readonly random?: Random;
    readonly partitionKey?: string | null;
};
/** Which scene is played, and when it begins. */
export interface SceneOptions {
    readonly project: string;
    readonly seed: string;
    readonly index: number;
    readonly startUs: number;
    readonly nth?: number;
    readonly isUnderWay?: boolean;
}
/** One stretch of a user's program, with the objects that it leaves behind. */
export declare class Scene {
    #private;
    readonly project: string;
    readonly random: Random;
    readonly clock: Clock;
    readonly index: number;
    /** How many scenes of the same project came before this one. */
    readonly nth: number;
    /** Whether this scene should still be going on now: long work is preferred. */
    readonly isUnderWay: boolean;
    runs: number;
    constructor(options: SceneOptions);
    /** A tracker for this scene, made now. */
    tracker(zone: Zone, options?: Partial<Pick<TrackerOptions, 'project' | 'trackerId' | 'flushIntervalMs'>>): Tracker;
    /** Builds an application of this scene; it is counted as one run unless `again` says that it is one already counted. */
    build(tracker: Tracker, options: SceneRun, again?: 'again'): Application;
    /** Adds an object that no tracker wrote. */
    put(object: SeedObject): void;
    /** Everything that was written, in the order of time. */
    end(): SeedObject[];
}
