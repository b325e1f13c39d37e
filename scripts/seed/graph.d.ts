import type { Random } from './random';
/** One action of a graph, with the Python source it was made of. */
export interface ActionSource {
    readonly name: string;
    readonly reads: readonly string[];
    readonly writes: readonly string[];
    readonly required?: readonly string[];
    readonly optional?: readonly string[];
    readonly code: string;
}
/** From, to and condition (`default` when left out); the order is the order of evaluation. */
export type Edge = readonly [from: string, to: string, condition?: string];
/** The graph of an application. */
export interface GraphSource {
    readonly entrypoint: string;
    readonly actions: readonly ActionSource[];
    readonly transitions: readonly Edge[];
}
/** The body of `graph.json`; upstream writes the two input lists the wrong way round, in the order of a set. */
export declare function graphModel(graph: GraphSource, random: Random): Record<string, unknown>;
