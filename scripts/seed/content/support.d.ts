import type { Random } from '../random';
/** One matter that customers write about. */
export interface SupportTopic {
    readonly intent: 'order_status' | 'refund' | 'technical' | 'billing' | 'account' | 'unsafe';
    readonly questions: readonly string[];
    readonly followUps: readonly string[];
    readonly articles: readonly {
        readonly id: string;
        readonly title: string;
        readonly text: string;
    }[];
    readonly answers: readonly string[];
}
/** The matters; `{order}` stands for an order number. */
export declare const supportTopics: readonly SupportTopic[];
/** The text with its placeholders filled in. */
export declare function fillIn(text: string, order: string): string;
/** A matter and an order number for one conversation. */
export declare function supportCase(random: Random): {
    topic: SupportTopic;
    order: string;
};
