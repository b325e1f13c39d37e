import { describe, expect, it } from 'vitest'
import { parseBucketInput } from './bucketInput'

const understood: readonly (readonly [string, string, string | null, string | null])[] = [
  ['my-bucket', 'my-bucket', null, null],
  ['  my.bucket.1 ', 'my.bucket.1', null, null],
  ['s3://my-bucket', 'my-bucket', null, null],
  ['s3://my-bucket/', 'my-bucket', null, null],
  ['s3://my-bucket/data/chat/', 'my-bucket', 'data/chat/', null],
  ['arn:aws:s3:::my-bucket', 'my-bucket', null, null],
  ['arn:aws-cn:s3:::my-bucket/data/*', 'my-bucket', 'data/*', null],
  ['https://s3.console.aws.amazon.com/s3/buckets/my-bucket?region=eu-west-3&prefix=data%2F&showversions=false', 'my-bucket', 'data/', 'eu-west-3'],
  ['https://eu-central-1.console.aws.amazon.com/s3/buckets/my-bucket?tab=objects', 'my-bucket', null, 'eu-central-1'],
  ['https://us-gov-west-1.console.amazonaws-us-gov.com/s3/buckets/my-bucket', 'my-bucket', null, 'us-gov-west-1'],
  ['https://my-bucket.s3.eu-west-1.amazonaws.com/data/x.jsonl', 'my-bucket', 'data/x.jsonl', 'eu-west-1'],
  ['https://my.dotted.s3.amazonaws.com/', 'my.dotted', null, null],
  ['https://s3.eu-west-1.amazonaws.com/my-bucket/data', 'my-bucket', 'data', 'eu-west-1'],
  ['', '', null, null]
]

describe('parseBucketInput', () => {
  it.each(understood)('understands %s', (text, bucket, prefix, region) => {
    expect(parseBucketInput(text)).toEqual({ ok: true, bucket, prefix, region })
  })

  it.each(['ab', 'a b', '/etc/passwd', '-x-', 's3://', 'https://example.com/my-bucket', 'a'.repeat(64), 's3://%00/x'])('refuses %j', (text) => {
    expect(parseBucketInput(text).ok).toBe(false)
  })

  it('says why a directory bucket and an access point are refused', () => {
    expect(parseBucketInput('runs--use1-az4--x-s3')).toMatchObject({ ok: false, why: expect.stringContaining('directory bucket') as string })
    expect(parseBucketInput('s3://runs--use1-az4--x-s3/data')).toMatchObject({ ok: false })
    expect(parseBucketInput('arn:aws:s3:eu-west-1:123456789012:accesspoint/x')).toMatchObject({ ok: false, why: expect.stringContaining('Access points') as string })
  })
})
