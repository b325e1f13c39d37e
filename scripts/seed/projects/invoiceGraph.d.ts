import type { GraphSource } from '../graph';
/** The graph of the invoice pipeline. */
export declare const invoiceGraph: GraphSource;
