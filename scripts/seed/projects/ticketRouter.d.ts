import type { Project } from '../scene';
/** The smallest useful runs: two steps, one request. Most of a large bucket looks like this. */
export declare const ticketRouter: Project;
