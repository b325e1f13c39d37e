import type { Project } from '../scene';
/** Old and odd data, one oddity a run: partitions, bad lines, unknown entries, doubled ids, missing files, old writers. */
export declare const legacyImport: Project;
