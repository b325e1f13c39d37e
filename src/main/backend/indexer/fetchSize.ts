/** Larger objects are fetched only when a person asks for them. */
export const maxObjectBytes = 64 * 1024 * 1024
