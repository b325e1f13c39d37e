import type { GraphSource } from '../graph';
/** The graph of the support assistant. */
export declare const supportGraph: GraphSource;
