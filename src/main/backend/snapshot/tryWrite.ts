import { randomUUID } from 'node:crypto'
import { toErrorShape } from '@shared/errors'
import type { WriteTrial } from '@shared/model/snapshot'
import { policyStatements } from '../aws/policy'
import { ownPrefix } from '../bucket/bucket'
import type { Bucket } from '../bucket/bucket'

/** Stores one small object under our prefix and removes it again, as publishing and pruning do; never rejects. */
export async function tryWrite(bucket: Bucket, signal: AbortSignal): Promise<WriteTrial> {
  const key = `${ownPrefix}check/${randomUUID()}`
  try {
    await bucket.put(key, new TextEncoder().encode('Burr Desktop was here; this may be deleted.\n'), { contentType: 'text/plain', signal })
    await bucket.delete(key, { signal })
    return { mayWrite: true, error: null, policyStatement: null }
  } catch (error) {
    const shape = toErrorShape(error)
    return { mayWrite: false, error: shape, policyStatement: shape.code === 'access-denied' ? policyStatements(bucket.name, bucket.region()).publish : null }
  }
}
