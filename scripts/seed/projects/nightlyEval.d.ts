import type { Project } from '../scene';
/** A long evaluation: hundreds of steps over many log files; some runs are short, some are killed by the night's deploy. */
export declare const nightlyEval: Project;
