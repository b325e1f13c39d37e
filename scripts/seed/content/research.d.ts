/** A question that the research agent works on, with the sources it finds. */
export interface ResearchTopic {
    readonly question: string;
    readonly queries: readonly string[];
    readonly sources: readonly {
        readonly title: string;
        readonly url: string;
        readonly finding: string;
    }[];
    readonly report: string;
}
/** The questions. */
export declare const researchTopics: readonly ResearchTopic[];
