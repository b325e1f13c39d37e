/** A seeded source of randomness: the same seed gives the same numbers on every machine. */
export declare class Random {
    #private;
    constructor(seed: string | number);
    /** A number in [0, 1). */
    next(): number;
    /** An integer from `low` to `high`, both included. */
    int(low: number, high: number): number;
    /** True with the given probability. */
    chance(probability: number): boolean;
    /** One of the items; throws when there is none. */
    pick<T>(items: readonly T[]): T;
    /** The items in a new order. */
    shuffle<T>(items: readonly T[]): T[];
    /** A duration around `medianMs` with a long tail, as latencies have. */
    latencyMs(medianMs: number): number;
    /** Lower-case hexadecimal digits. */
    hex(length: number): string;
    /** A version 4 UUID in lower case. */
    uuid(): string;
}
