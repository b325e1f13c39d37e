import { largeFileBytes } from '../database/largeFileSize'

/** Larger objects are fetched only when a person asks for them. */
export const maxObjectBytes = largeFileBytes
/** What a person asks for is fetched up to this size: its text still fits into memory, and a body into a row. */
export const maxAskedBytes = 256 * 1024 * 1024
