import type { Bodies } from './bodies'
import type { Dataset } from './dataset'

/** A ListObjectsV2 answer to the query of a request, as XML in the url encoding. */
export function listingOf(dataset: Dataset, bodies: Bodies, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const maxKeys = Math.min(1000, Number(query.get('max-keys') ?? 1000))
  const token = query.get('continuation-token')
  const startAfter = query.get('start-after')
  const first = token === null ? Math.max(dataset.lowerBound(prefix), startAfter === null ? 0 : dataset.lowerBound(`${startAfter}\0`)) : Number(token.slice(1))
  const end = prefix === '' ? dataset.size : dataset.lowerBound(`${prefix}\x7f`)
  const parts: string[] = []
  let at = first
  while (at < end && parts.length < maxKeys) {
    const key = dataset.keyAt(at)
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    if (cut < 0) {
      const place = dataset.placeAt(at)
      parts.push(`<Contents><Key>${encoded(key)}</Key><LastModified>${new Date(place.timeUs / 1000).toISOString()}</LastModified><ETag>&quot;${bodies.etagOf(place)}&quot;</ETag><Size>${String(bodies.sizeOf(place))}</Size><StorageClass>STANDARD</StorageClass></Contents>`)
      at += 1
    } else {
      const common = key.slice(0, cut + 1)
      parts.push(`<CommonPrefixes><Prefix>${encoded(common)}</Prefix></CommonPrefixes>`)
      at = dataset.lowerBound(`${common}\x7f`)
    }
  }
  const more = at < end
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${benchBucket}</Name><Prefix>${encoded(prefix)}</Prefix><KeyCount>${String(parts.length)}</KeyCount><MaxKeys>${String(maxKeys)}</MaxKeys><EncodingType>url</EncodingType><IsTruncated>${String(more)}</IsTruncated>${more ? `<NextContinuationToken>t${String(at)}</NextContinuationToken>` : ''}${parts.join('')}</ListBucketResult>`
}

/** The one bucket of the stub. */
export const benchBucket = 'bench'

function encoded(key: string): string {
  return key.replaceAll(':', '%3A')
}
