/** The simulated present of one thread of a user's program, in whole microseconds since 1970. */
export declare class Clock {
    nowUs: number;
    constructor(nowUs: number);
    /** Lets this many milliseconds pass (at least one microsecond). */
    wait(ms: number): void;
    /** A clock for a thread that starts now. */
    fork(): Clock;
    /** Waits for the other thread. */
    join(other: Clock): void;
}
