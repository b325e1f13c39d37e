/** Objects larger than this are not in the index until a person asks for them. */
export const largeFileBytes = 64 * 1024 * 1024
