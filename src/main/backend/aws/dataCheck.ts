import type { CheckResult } from '@shared/model/connectionCheck'
import type { Bucket, ListedObject } from '../bucket/bucket'

/** The outcome of looking for runs, and an object to try to read. */
export interface DataFound {
  readonly result: CheckResult
  readonly sample: ListedObject | null
}

const mostFoldersToTry = 20

/** Looks for Burr's runs under `data/`, and when there are none for where else they may lie. Rejects with a `BucketError`. */
export async function checkList(bucket: Bucket): Promise<DataFound> {
  const data = await bucket.listPage({ prefix: 'data/', delimiter: '/' })
  const [first] = data.commonPrefixes
  if (first === undefined) return { result: await whatElse(bucket), sample: null }
  const inside = await bucket.listPage({ prefix: first, maxKeys: 50 })
  const sample = inside.objects.find((object) => object.sizeBytes > 0) ?? inside.objects[0] ?? null
  const more = data.nextContinuationToken === undefined ? '' : ' and more'
  return { result: found('pass', `data/ holds ${plural(data.commonPrefixes.length, 'project')}${more}.`, null), sample }
}

async function whatElse(bucket: Bucket): Promise<CheckResult> {
  const top = await bucket.listPage({ prefix: '', delimiter: '/' }).catch(() => null)
  if (top === null) return found('warn', 'There is no Burr data under data/ yet; what else the bucket holds may not be listed.', howToWrite(bucket.name))
  if (top.commonPrefixes.length + top.objects.length === 0) return found('warn', 'The bucket is empty.', howToWrite(bucket.name))
  const nested = await nestedData(bucket, top.commonPrefixes.slice(0, mostFoldersToTry))
  if (nested.length > 0) {
    return found('warn', `There is no Burr data under data/. Found ${nested.join(', ')}.`, `Burr writes to data/ at the top of a bucket. Copy ${nested[0] ?? ''} there, or into a bucket of its own.`)
  }
  return found('warn', `There is no Burr data under data/. The bucket holds ${[...top.commonPrefixes, ...top.objects.map((object) => object.key)].slice(0, 5).join(', ')}.`, howToWrite(bucket.name))
}

async function nestedData(bucket: Bucket, folders: readonly string[]): Promise<string[]> {
  const looked = await Promise.all(folders.map(async (folder) => {
    const page = await bucket.listPage({ prefix: `${folder}data/`, maxKeys: 1 })
    return page.objects.length > 0 ? [`${folder}data/`] : []
  }))
  return looked.flat()
}

function howToWrite(bucket: string): string {
  return [
    'Write the first run:',
    'from burr.tracking.s3client import S3TrackingClient',
    `tracker = S3TrackingClient(project="my-project", bucket="${bucket}")`,
    'app = ApplicationBuilder().with_tracker(tracker) …'
  ].join('\n')
}

function found(state: CheckResult['state'], words: string, whatToDo: string | null): CheckResult {
  return { name: 'list', state, words, whatToDo, policyStatement: null }
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`
}
