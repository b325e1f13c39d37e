import type { Random } from '../random';
import { type Values } from '../pythonJson';
/** An invoice as the extraction should find it, wrapped as Burr wraps a Pydantic model. */
export declare function invoice(random: Random): {
    readonly model: Values;
    readonly vendor: string;
    readonly number: string;
    readonly text: string;
};
