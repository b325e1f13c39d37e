import type { GraphSource } from '../graph';
/** The graph of the research agent. */
export declare const researchGraph: GraphSource;
/** The graph of one reader, spawned for each source. */
export declare const readerGraph: GraphSource;
