import type { Bucket } from './bucket'
import type { RequestCounter } from './requestMeter'

/** The same bucket for one piece of work: what it sends is counted there too. */
export function bucketFor(bucket: Bucket, job: RequestCounter): Bucket {
  return {
    name: bucket.name,
    region: () => bucket.region(),
    listPage: (request) => bucket.listPage({ ...request, job }),
    get: (key, request) => bucket.get(key, { ...request, job }),
    head: (key, request) => bucket.head(key, { ...request, job }),
    put: (key, bytes, request) => bucket.put(key, bytes, request),
    delete: (key, request) => bucket.delete(key, request),
    requestCounts: () => bucket.requestCounts(),
    close: () => { bucket.close() }
  }
}
