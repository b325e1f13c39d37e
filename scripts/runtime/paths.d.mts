/** The root folder of this repository. */
export declare const repoRoot: string

/** An absolute path inside this repository. */
export declare const inRepo: (...parts: readonly string[]) => string

/** The folder outside the repository in which downloads are kept. */
export declare const cacheDir: () => string

/** Whether this process runs as root, where Chromium refuses to start with its sandbox. */
export declare const isRoot: () => boolean
