import type { Random } from './random';
import type { StepWork } from './stepWork';
/** One message of a conversation with a model. */
export type Message = {
    role: string;
    content: string;
};
/** One call of a language model; `names` picks the older or the newer attribute names of OpenTelemetry. */
export interface LlmCall {
    readonly model: Model;
    readonly messages: readonly Message[];
    readonly completion: string;
    readonly names?: 'old' | 'new';
    readonly temperature?: number;
}
/** A model, whose it is, and how many milliseconds one token of output takes. */
export interface Model {
    readonly name: string;
    readonly answersAs: string;
    readonly vendor: 'openai' | 'anthropic' | 'mistral_ai' | 'gcp.gemini';
    readonly msPerToken: number;
}
/** The models that the generated programs call. */
export declare const models: {
    readonly mini: {
        readonly name: 'gpt-4o-mini';
        readonly answersAs: 'gpt-4o-mini-2024-07-18';
        readonly vendor: 'openai';
        readonly msPerToken: 9;
    };
    readonly large: {
        readonly name: 'gpt-4o';
        readonly answersAs: 'gpt-4o-2024-11-20';
        readonly vendor: 'openai';
        readonly msPerToken: 14;
    };
    readonly sonnet: {
        readonly name: 'claude-sonnet-4-0';
        readonly answersAs: 'claude-sonnet-4-20250514';
        readonly vendor: 'anthropic';
        readonly msPerToken: 16;
    };
    readonly haiku: {
        readonly name: 'claude-3-5-haiku-latest';
        readonly answersAs: 'claude-3-5-haiku-20241022';
        readonly vendor: 'anthropic';
        readonly msPerToken: 7;
    };
    readonly mistral: {
        readonly name: 'mistral-large-latest';
        readonly answersAs: 'mistral-large-2411';
        readonly vendor: 'mistral_ai';
        readonly msPerToken: 12;
    };
    readonly gemini: {
        readonly name: 'gemini-2.0-flash';
        readonly answersAs: 'gemini-2.0-flash-001';
        readonly vendor: 'gcp.gemini';
        readonly msPerToken: 5;
    };
};
/** About as many tokens as a tokenizer finds in that text. */
export declare function tokensOf(text: string): number;
/** A model for a run, most often a small one. */
export declare function anyModel(random: Random): Model;
/** Opens the span that an OpenTelemetry instrumentation makes, waits as a model does, logs its attributes. */
export declare function callModel(step: StepWork, call: LlmCall): {
    input: number;
    output: number;
};
/** The address of the model's vendor. */
export declare function serverOf(model: Model): string;
