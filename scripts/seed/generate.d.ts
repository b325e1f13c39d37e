import { Scene, type Project, type SceneOptions } from './scene';
import type { SeedObject } from './tracker';
/** What to generate; times are microseconds since 1970. */
export interface GenerateOptions {
    readonly seed: string;
    /** Runs wanted, spawned and forked ones included; the last group may go a few beyond. */
    readonly runs: number;
    readonly nowUs: number;
    readonly projects?: readonly string[];
    /** How far back the oldest run lies; 30 by default. */
    readonly days?: number;
    /** Whether stray keys are put in; true by default. */
    readonly strays?: boolean;
    /** Told what the runs under way at `nowUs` will still write after it. */
    readonly onLater?: (object: SeedObject) => void;
}
/** Every object of a generated bucket up to now, older runs first; holds one group of runs in memory at a time. */
export declare function generate(options: GenerateOptions): Generator<SeedObject, void, undefined>;
/** Plays the scene with that number; which project it belongs to follows from the number and the weights. */
export declare function playScene(projects: readonly Project[], options: Omit<SceneOptions, 'project'>): Scene;
/** The projects with these names, or all; throws when a name is unknown. */
export declare function chooseProjects(names: readonly string[] | undefined): readonly Project[];
