import type { Project } from '../scene';
/** Profiles of tables: big states, numbers beyond what a double holds, NaN, data frames; written by a tracker that writes its files twice. */
export declare const dataQuality: Project;
