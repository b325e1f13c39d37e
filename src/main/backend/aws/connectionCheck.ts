import { randomUUID } from 'node:crypto'
import { AppError, toErrorShape } from '@shared/errors'
import type { CheckResult } from '@shared/model/connectionCheck'
import { ownPrefix } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import { askCallerIdentity } from './callerIdentity'
import { noteAccount } from './credentials'
import { connect } from './connect'
import type { Connection, ConnectionSettings, ConnectOptions } from './connect'
import { checkList } from './dataCheck'
import { policyStatements } from './policy'
import { isLoopback } from './s3Client'

/** What to try, and in tests where. */
export interface CheckOptions extends ConnectOptions {
  /** Also writes and deletes one small object under `burr-desktop/v1/`; off unless the person asks. */
  readonly tryPut?: boolean | undefined
  readonly stsEndpointUrl?: string | undefined
}

const checkNames = ['identity', 'region', 'list', 'get', 'put-snapshot'] as const
type Name = (typeof checkNames)[number]
type Findings = Map<Name, CheckResult>

/** Tries a connection step by step; always gives all five checks, never rejects, and after a failure skips what depends on it. */
export async function checkConnection(settings: ConnectionSettings, options: CheckOptions = {}): Promise<CheckResult[]> {
  const findings: Findings = new Map()
  let connection: Connection | null = null
  try {
    connection = await connect(settings, { maxAttempts: 2, timeouts: { connectionTimeoutMs: 5000, socketTimeoutMs: 10_000, requestTimeoutMs: 10_000 }, ...options })
    await tryAll(connection, settings, options, findings)
  } catch (error) {
    const next = checkNames.find((name) => !findings.has(name)) ?? 'identity'
    findings.set(next, failed(next, error))
  } finally {
    connection?.close()
  }
  const stoppedAt = [...findings.values()].find((result) => result.state === 'fail')?.name ?? 'identity'
  return checkNames.map((name) => findings.get(name) ?? result(name, 'skipped', `Not tried, because “${stoppedAt}” failed.`))
}

async function tryAll(connection: Connection, settings: ConnectionSettings, options: CheckOptions, findings: Findings): Promise<void> {
  findings.set('identity', await checkIdentity(connection, settings, options))
  if (findings.get('identity')?.state === 'fail') return
  findings.set('region', await checkRegion(connection))
  const policies = policyStatements(settings.bucket, connection.bucket.region())
  const listing = await attempt('list', () => checkList(connection.bucket), policies.list)
  findings.set('list', listing.result)
  findings.set('get', await checkGet(connection, listing.value?.sample ?? null, policies))
  findings.set('put-snapshot', options.tryPut === true
    ? (await attempt('put-snapshot', () => tryPut(connection), policies.publish)).result
    : result('put-snapshot', 'skipped', 'Nothing was written: publishing snapshots is off.'))
}

async function checkIdentity(connection: Connection, settings: ConnectionSettings, options: CheckOptions): Promise<CheckResult> {
  const by = settings.profile === null ? 'the default chain' : `profile “${settings.profile}”`
  try {
    const credentials = await connection.credentials.provide()
    if (connection.endpointUrl !== null) return result('identity', 'skipped', `Keys found by ${by}. This store is not AWS, so AWS is not asked whose they are.`)
    const identity = await askCallerIdentity(credentials, connection.regionHint, options.stsEndpointUrl)
    noteAccount(credentials.accessKeyId, identity.accountId)
    return result('identity', 'pass', `Account ${identity.accountId}, ${identity.arn}, by ${by}.`)
  } catch (error) {
    const failure = failed('identity', error)
    // Networks that let only S3 through are common, and S3 is all we need.
    const aboutKeys = error instanceof AppError && error.code === 'sign-in-needed'
    return aboutKeys ? failure : { ...failure, state: 'warn', words: `AWS could not be asked whose keys these are: ${failure.words}` }
  }
}

async function checkRegion(connection: Connection): Promise<CheckResult> {
  const region = await connection.findRegion()
  const { endpointUrl } = connection
  if (endpointUrl === null) return result('region', 'pass', `The bucket is in ${region ?? 'an unknown region'}.`)
  const words = `The store is ${endpointUrl}, with region ${region ?? 'none'}.`
  if (endpointUrl.startsWith('https:') || isLoopback(new URL(endpointUrl).hostname)) return result('region', 'pass', words)
  return { ...result('region', 'warn', `${words} It is spoken to without encryption.`), whatToDo: 'Use an https endpoint when there is one.' }
}

async function checkGet(connection: Connection, sample: { key: string; sizeBytes: number } | null, policies: { get: string; decrypt: string }): Promise<CheckResult> {
  if (sample === null) return result('get', 'skipped', 'There is no object to read yet.')
  const { result: found, reason } = await attempt('get', async () => {
    const got = await connection.bucket.get(sample.key, { maxBytes: 64 * 1024 * 1024 })
    return { result: result('get', 'pass', `Read ${sample.key} (${String(got.bytes.byteLength)} bytes).`) }
  }, policies.get)
  return reason === 'kms' ? { ...found, policyStatement: policies.decrypt } : found
}

async function tryPut(connection: Connection): Promise<{ result: CheckResult }> {
  const key = `${ownPrefix}check/${randomUUID()}`
  await connection.bucket.put(key, new TextEncoder().encode('Burr Desktop was here; this may be deleted.\n'), { contentType: 'text/plain' })
  await connection.bucket.delete(key)
  return { result: result('put-snapshot', 'pass', `Wrote and deleted one object under ${ownPrefix}.`) }
}

async function attempt<T extends { readonly result: CheckResult }>(name: Name, run: () => Promise<T>, policyStatement: string): Promise<{ result: CheckResult; value?: T; reason?: string }> {
  try {
    const value = await run()
    return { result: value.result, value }
  } catch (error) {
    const denied = error instanceof AppError && error.code === 'access-denied'
    const reason = error instanceof BucketError ? error.reason : 'internal'
    return { result: { ...failed(name, error), policyStatement: denied && reason !== 'archived' ? policyStatement : null }, reason }
  }
}

function failed(name: Name, error: unknown): CheckResult {
  const { message, action } = toErrorShape(error)
  return { ...result(name, 'fail', message), whatToDo: action }
}

function result(name: Name, state: CheckResult['state'], words: string): CheckResult {
  return { name, state, words, whatToDo: null, policyStatement: null }
}
