/** What a person typed or pasted, understood as a bucket; or why it is none. An empty text is the empty bucket. */
export type BucketInput =
  | { readonly ok: true; readonly bucket: string; readonly prefix: string | null; readonly region: string | null }
  | { readonly ok: false; readonly why: string }

interface Found {
  readonly bucket: string
  readonly prefix?: string | undefined
  readonly region?: string | undefined
}

/** Reads a bucket's name out of a name, `s3://bucket/…`, an ARN, a console URL or the URL of an object. */
export function parseBucketInput(text: string): BucketInput {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: true, bucket: '', prefix: null, region: null }
  if (/^arn:[^:]*:s3[^:]*:[^:]*:[^:]+:/.test(trimmed)) return { ok: false, why: 'Access points are not supported; give the bucket itself.' }
  const found = fromAddress(trimmed) ?? fromArn(trimmed) ?? fromConsole(trimmed) ?? fromObjectUrl(trimmed) ?? { bucket: trimmed }
  if (found.bucket.endsWith('--x-s3')) {
    return { ok: false, why: 'This is a directory bucket. It lists its keys in no order, so runs could be missed; choose a general purpose bucket.' }
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/.test(found.bucket)) {
    return { ok: false, why: 'Not a bucket: a name has 3 to 63 letters, digits, dots and dashes. Also s3://name, an ARN or a console address will do.' }
  }
  return { ok: true, bucket: found.bucket, prefix: found.prefix === undefined || found.prefix === '' ? null : found.prefix, region: found.region ?? null }
}

function fromAddress(text: string): Found | null {
  const [, bucket, prefix] = /^s3a?:\/\/([^/]*)\/?(.*)$/i.exec(text) ?? []
  return bucket === undefined ? null : { bucket, prefix }
}

function fromArn(text: string): Found | null {
  const [, bucket, prefix] = /^arn:[^:]*:s3:::([^/]*)\/?(.*)$/.exec(text) ?? []
  return bucket === undefined ? null : { bucket, prefix }
}

function fromConsole(text: string): Found | null {
  const [, host, bucket, query] = /^https:\/\/([^/]*console\.[^/]+)\/s3\/(?:buckets|object)\/([^/?#]+)[^?#]*(?:\?([^#]*))?/i.exec(text) ?? []
  if (host === undefined || bucket === undefined) return null
  const inHost = /^([a-z]{2}(?:-[a-z]+)+-\d)\.console\./.exec(host)?.[1]
  return { bucket, prefix: queryValue(query, 'prefix'), region: queryValue(query, 'region') ?? inHost }
}

function fromObjectUrl(text: string): Found | null {
  const [, host, path] = /^https?:\/\/([^/]*\bs3\b[^/]*\.amazonaws\.com(?:\.cn)?)\/?([^?#]*)/i.exec(text) ?? []
  if (host === undefined || path === undefined) return null
  const [, inHost, region] = /^(?:(.+)\.)?s3[.-]?(?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws/i.exec(host) ?? []
  if (inHost !== undefined) return { bucket: inHost, prefix: path, region }
  const [, bucket = '', prefix] = /^([^/]*)\/?(.*)$/.exec(path) ?? []
  return { bucket, prefix, region }
}

function queryValue(query: string | undefined, name: string): string | undefined {
  const pair = query?.split('&').find((part) => part.startsWith(`${name}=`))
  if (pair === undefined) return undefined
  try {
    return decodeURIComponent(pair.slice(name.length + 1))
  } catch {
    return undefined
  }
}
