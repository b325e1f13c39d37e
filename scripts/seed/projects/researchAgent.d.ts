import type { Project } from '../scene';
/** Plan, search, read the sources in parallel runs, write; a second round meets the same child ids again. */
export declare const researchAgent: Project;
