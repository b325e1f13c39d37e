/** Things that people ask a streaming assistant, with the answers that it gives. */
export declare const chats: readonly {
    readonly ask: string;
    readonly answer: string;
}[];
