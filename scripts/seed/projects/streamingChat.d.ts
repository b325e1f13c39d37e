import type { Project } from '../scene';
/** An asynchronous streaming assistant: streams whole, left half-way, broken; sync actions whose outcome Burr does not record. */
export declare const streamingChat: Project;
