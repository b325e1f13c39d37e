/** What Burr can log: JSON, plus numbers whose digits must stay as Python wrote them (`digits`). */
export type Value = string | number | boolean | null | Value[] | {
    [name: string]: Value;
};
/** An object of logged values, in the order in which Python holds it. */
export type Values = {
    [name: string]: Value;
};
/** A number to be written with exactly these digits, as `1180591620717411303424` or `1.0`. */
export declare function digits(text: string): Value;
/** A Python float: keeps its `.0` when it is whole. */
export declare function float(value: number): Value;
/** One line as Burr's models write it: no spaces, real UTF-8, NaN as null. */
export declare function compactJson(value: unknown): string;
/** Text as Python's `json.dumps` gives it: a space after `:` and `,`, all but ASCII escaped. */
export declare function dumpsJson(value: Values): string;
