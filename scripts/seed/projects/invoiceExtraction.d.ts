import type { Project } from '../scene';
/** A document pipeline: failures and retries with the next sequence id, kills, and the same run taken up again by a new process. */
export declare const invoiceExtraction: Project;
