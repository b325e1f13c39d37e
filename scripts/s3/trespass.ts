/** Where the app may write, and what of Burr's own server it never reads. */
const ownPrefix = 'burr-desktop/v1/'

/** A request as a store sees it. */
interface SeenRequest {
  readonly method: string
  readonly key: string
}

/** Requests that the app may make in no test: writes outside its prefix, and reads of the snapshots of Burr's own server. */
export function trespasses(requests: Iterable<SeenRequest>): string[] {
  const found: string[] = []
  for (const { method, key } of requests) {
    const isWrite = method === 'PUT' || method === 'DELETE' || method === 'POST'
    if (isWrite ? !key.startsWith(ownPrefix) : key.startsWith('snapshots')) found.push(`${method} ${key}`)
  }
  return found
}

/** Fails the test whose store saw any of these. */
export function requireNoTrespass(requests: Iterable<SeenRequest>): void {
  const found = trespasses(requests)
  if (found.length > 0) throw new Error(`The app made requests that it may never make: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ' …' : ''}`)
}
