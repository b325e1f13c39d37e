/** The partition a command line names: all when left out; Burr writes "no partition" as an empty text or its placeholder. */
export function partition(text: string | undefined): { partitionKey?: string | null } {
  if (text === undefined) return {}
  return { partitionKey: text === '' || text === '__none__' ? null : text }
}
