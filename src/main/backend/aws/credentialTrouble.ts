import { BucketError } from '../bucket/bucketError'
import { quotedProfile } from './profileState'

/** A helper program gave no credentials; it is not run again before somebody asks, or a while has passed. */
export class HelperFailure extends BucketError {}

/** Nobody gave the code of a device; it is not asked for again before somebody wants to, or a while has passed. */
export class MfaUnanswered extends BucketError {
  constructor(profile: string) {
    super('sign-in-needed', { bucket: '' }, { detail: `profile ${profile}: no code of its MFA device was given`, action: 'Choose “Try again” to be asked for it.' })
  }
}

/** No credentials within the time they may take. */
export function lateError(profile: string | null, timeoutMs: number): BucketError {
  return signInNeeded(profile, `no answer in ${String(timeoutMs / 1000)} s`)
}

/** What a helper program failed with, in words that were looked through for secrets. */
export function helperError(profile: string | null, said: string): HelperFailure {
  const action = 'Run the program of credential_process in a terminal to see more, then choose “Try again”. If it is not found, name its folder in the settings.'
  return new HelperFailure('sign-in-needed', { bucket: '' }, { detail: `profile ${nameOf(profile) ?? 'default'}: ${said}`, action })
}

/** Any error of the SDK's chain; what comes of the network is no matter of signing in. */
export function chainError(profile: string | null, error: unknown): BucketError {
  if (error instanceof BucketError) return error
  const text = error instanceof Error ? error.message : ''
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENETUNREACH/.test(`${text} ${codeOf(error)}`)) {
    return new BucketError('unreachable', { bucket: '' }, { detail: 'the sign-in service of AWS does not answer', action: 'Check the network.' })
  }
  const loop = /cycle attempting to resolve[\s\S]*Profiles visited: ([\w ,@.:/+-]{1,400})/i.exec(text)?.[1]
  return signInNeeded(profile, loop === undefined ? causeOf(text) : `the profile leads back to itself through source_profile: ${loop}`)
}

function signInNeeded(profile: string | null, detail: string): BucketError {
  const name = nameOf(profile)
  const action = name === undefined
    ? 'Choose a profile in the settings, or sign in: aws configure, or aws sso login.'
    : `Sign in again: aws sso login --profile ${quotedProfile(name)}`
  return new BucketError('sign-in-needed', { bucket: '' }, { detail, action })
}

function nameOf(profile: string | null): string | undefined {
  return profile ?? process.env['AWS_PROFILE']
}

// The text of a credentials error can repeat a command line and output, so only known sayings are passed on.
function causeOf(text: string): string {
  return sayings.find(([pattern]) => pattern.test(text))?.[1] ?? 'the profile gave no credentials'
}

const sayings: readonly (readonly [RegExp, string])[] = [
  [/Could not load credentials from any providers|Metadata Service access disabled/, 'no credentials were found'],
  [/SSO session.*(expired|invalid|not found)|token.*expired|Session token not found/i, 'the SSO session has ended'],
  [/No access|ForbiddenException/, 'the role of the profile is not given to you'],
  [/not authorized to perform: sts:AssumeRole/i, 'the role of the profile may not be taken on'],
  [/invalid MFA|MultiFactorAuthentication failed/i, 'the code of the MFA device was not taken'],
  [/multi-factor/i, 'the profile asks for a code of your MFA device'],
  [/could not be found|Could not resolve credentials using profile/i, 'the profile is not there, or has no credentials'],
  [/credential_process|Command failed/i, 'the credential_process of the profile failed']
]

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
