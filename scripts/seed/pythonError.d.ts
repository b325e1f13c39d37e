/** One frame of a traceback; `marked` is the part of the line that Python underlines. */
export interface Frame {
    readonly file: string;
    readonly line: number;
    readonly in: string;
    readonly source: string;
    readonly marked?: string;
}
/** How a Python exception is described. */
export interface PythonErrorOptions {
    readonly type: string;
    readonly message: string;
    readonly frames: readonly Frame[];
    readonly cause?: PythonError;
    readonly context?: PythonError;
    readonly noBurrFrames?: boolean;
}
/** A frame in an installed package. */
export declare function packageFrame(path: string, line: number, name: string, source: string, marked?: string): Frame;
/** A frame in the user's own program. */
export declare function appFrame(path: string, line: number, name: string, source: string, marked?: string): Frame;
/** An exception of the simulated Python program, with the text that `traceback.format_exception` gives for it. */
export declare class PythonError extends Error {
    #private;
    constructor(options: PythonErrorOptions);
    /** The exception that a generator gets when its consumer walks away. */
    static generatorExit(): PythonError;
    /** The whole traceback, causes first, with a newline at the end. */
    traceback(): string;
}
