import type { Clock } from './clock';
import { type LogEntry, type Stamp } from './logEntry';
import type { PythonError } from './pythonError';
import type { Value, Values } from './pythonJson';
import type { Random } from './random';
/** What a step's work needs of its application. */
export interface StepHost {
    readonly clock: Clock;
    readonly random: Random;
    stamp(): Stamp;
    log(entry: LogEntry): void;
}
/** The inside of one step: time passes, spans open and close, attributes are logged, errors are raised. */
export declare class StepWork {
    #private;
    constructor(host: StepHost);
    /** The clock of the thread in which the step runs. */
    get clock(): Clock;
    /** The run's randomness. */
    get random(): Random;
    /** Lets about this many milliseconds pass, with a long tail. */
    wait(medianMs: number): void;
    /** Logs attributes on the present span, or on the step when none is open. */
    attributes(values: Values): void;
    /** Opens a span around `work`; it closes in the same way when `work` raises. */
    span<T>(name: string, work: () => T): T;
    /** Calls a function that carries `@trace()`: its arguments, its name, the hash of its source, its value. */
    traced(name: string, args: Values, work: () => Value): Value;
    /** Begins a span that nothing ends. */
    openSpan(name: string): void;
    /** Raises a Python exception. */
    raise(error: PythonError): never;
}
