import type { Project } from './scene';
/** The projects of the generated bucket. */
export declare const projects: readonly Project[];
