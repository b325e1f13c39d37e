/** A request as a store sees it. */
interface SeenRequest {
    readonly method: string;
    readonly key: string;
}
/** Requests that the app may make in no test: writes outside its prefix, and reads of the snapshots of Burr's own server. */
export declare function trespasses(requests: Iterable<SeenRequest>): string[];
/** Fails the test whose store saw any of these. */
export declare function requireNoTrespass(requests: Iterable<SeenRequest>): void;
export {};
