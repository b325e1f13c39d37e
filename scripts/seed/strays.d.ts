import type { SeedObject } from './tracker';
/** Objects under `data/` (and beside it) that are no run data, as consoles, people and other programs leave them. */
export declare function strays(timeUs: number): Generator<SeedObject, void, undefined>;
