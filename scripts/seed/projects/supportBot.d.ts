import type { Project } from '../scene';
/** A chat assistant over a knowledge base: turns, retrieval, model calls, failures that are retried, forks. */
export declare const supportBot: Project;
