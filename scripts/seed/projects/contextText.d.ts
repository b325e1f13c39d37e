import type { Application } from '../application';
/** The Python `repr` of an application context, which Burr logs as the input `__context`. */
export declare function contextText(app: Application, action: string): string;
