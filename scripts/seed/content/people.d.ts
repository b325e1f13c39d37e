import type { Random } from '../random';
/** A person's name. */
export declare function personName(random: Random): string;
/** An order number as `SO-2026-104233`. */
export declare function orderNumber(random: Random): string;
