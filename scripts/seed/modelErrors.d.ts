import { type Model } from './llm';
import { PythonError, type Frame } from './pythonError';
import type { Random } from './random';
/** An exception of a vendor's client, raised below the given frames of the user's program. */
export declare function modelError(random: Random, model: Model, frames: readonly Frame[]): PythonError;
