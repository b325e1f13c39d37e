import { setTimeout as sleep } from 'node:timers/promises'
import type { SSOOIDCClient } from '@aws-sdk/client-sso-oidc'
import { AppError } from '@shared/errors'
import { isLoopback } from './s3Client'
import { writeToken } from './ssoCache'
import type { SsoRegistration } from './ssoCache'
import type { Environment } from './profileFiles'
import type { SsoTarget } from './ssoTarget'

/** What a person has to agree to in the browser. */
export interface SsoInvitation {
  readonly userCode: string
  readonly url: string
  readonly expiresAtMs: number
}

/** What a sign-in works on. */
export interface SsoFlowOptions {
  readonly environment: Environment
  readonly signal: AbortSignal
  /** The person is asked from now on. */
  invite(invitation: SsoInvitation): void
  /** Waits between two questions whether the person agreed; the clock of the process where it is left out. */
  readonly wait?: ((delayMs: number, signal: AbortSignal) => Promise<unknown>) | undefined
}

const slowerMs = 5000

/** Signs in with IAM Identity Center by the device flow and writes the token where all AWS tools look for it. Rejects with an `AppError`. */
export async function signInSso(target: SsoTarget, options: SsoFlowOptions): Promise<void> {
  const { SSOOIDCClient } = await import('@aws-sdk/client-sso-oidc')
  const client = new SSOOIDCClient({ region: target.region, maxAttempts: 3 })
  try {
    // One that lies beside an earlier token may be of a tool that signs in another way, and is not used.
    const registration = await register(client, target, options.signal)
    const token = await authorise(client, target, registration, options)
    await writeToken(target, token, registration, options.environment)
  } catch (error) {
    throw inWords(error, options.signal)
  } finally {
    client.destroy()
  }
}

async function register(client: SSOOIDCClient, target: SsoTarget, signal: AbortSignal): Promise<SsoRegistration> {
  const { RegisterClientCommand } = await import('@aws-sdk/client-sso-oidc')
  const scopes = target.scopes === null ? {} : { scopes: [...target.scopes] }
  const { clientId, clientSecret, clientSecretExpiresAt } = await client.send(new RegisterClientCommand({ clientName: 'Burr Desktop', clientType: 'public', ...scopes }), once(signal))
  if (clientId === undefined || clientSecret === undefined) throw strangeAnswer()
  return { clientId, clientSecret, expiresAtMs: (clientSecretExpiresAt ?? 0) * 1000 }
}

async function authorise(client: SSOOIDCClient, target: SsoTarget, { clientId, clientSecret }: SsoRegistration, options: SsoFlowOptions) {
  const { CreateTokenCommand, StartDeviceAuthorizationCommand } = await import('@aws-sdk/client-sso-oidc')
  const { signal } = options
  const begun = await client.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: target.startUrl }), once(signal))
  const url = begun.verificationUriComplete ?? begun.verificationUri ?? ''
  if (begun.deviceCode === undefined || begun.userCode === undefined || !isPage(url)) throw strangeAnswer()
  const expiresAtMs = Date.now() + (begun.expiresIn ?? 600) * 1000
  options.invite({ userCode: begun.userCode, url, expiresAtMs })
  const wait = options.wait ?? ((delayMs, stop) => sleep(delayMs, undefined, { signal: stop }))
  let delayMs = Math.max(1, begun.interval ?? 5) * 1000
  while (Date.now() < expiresAtMs) {
    await wait(delayMs, signal)
    try {
      const answer = await client.send(new CreateTokenCommand({ clientId, clientSecret, deviceCode: begun.deviceCode, grantType: 'urn:ietf:params:oauth:grant-type:device_code' }), once(signal))
      if (answer.accessToken === undefined) throw strangeAnswer()
      return { accessToken: answer.accessToken, refreshToken: answer.refreshToken ?? null, expiresAtMs: Date.now() + (answer.expiresIn ?? 0) * 1000 }
    } catch (error) {
      if (!mayStillCome(error) || signal.aborted) throw error
      if (nameOf(error) === 'SlowDownException') delayMs += slowerMs
    }
  }
  throw tooLate()
}

// What the SDK hears at a signal it never stops hearing: each request has one of its own.
function once(signal: AbortSignal): { abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.any([signal]) }
}

// A network that is away for a moment does not end what the person is doing in the browser.
function mayStillCome(error: unknown): boolean {
  return ['AuthorizationPendingException', 'SlowDownException', 'TimeoutError', 'InternalServerException'].includes(nameOf(error)) || isOfNetwork(error)
}

function isOfNetwork(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z_]+$/.test(error.code)
}

// The page opens in the browser, where only https can tell whose it is.
function isPage(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

/** An error of the service in words; what it says itself may hold a code, and is left out. */
function inWords(error: unknown, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError({ code: 'cancelled', message: 'The sign-in was cancelled.' })
  if (error instanceof AppError) return error
  const name = nameOf(error)
  if (name === 'ExpiredTokenException') return tooLate()
  if (name === 'AccessDeniedException') return new AppError({ code: 'access-denied', message: 'The sign-in was declined in the browser.', action: 'Sign in again and choose to allow it.' })
  if (isOfNetwork(error) || name === 'TimeoutError') return new AppError({ code: 'unreachable', message: 'The sign-in service of AWS cannot be reached.', action: 'Check the network and the sso_region of the profile.' })
  const isKnown = /^[A-Z][A-Za-z]{3,60}(Exception|Error)$/.test(name)
  return new AppError({ code: 'unexpected-answer', message: `The sign-in service of AWS refused: ${isKnown ? name : 'no reason given'}.`, action: 'Check sso_start_url and sso_region of the profile.' })
}

function tooLate(): AppError {
  return new AppError({ code: 'cancelled', message: 'The code was not confirmed in time.', action: 'Begin the sign-in again.' })
}

function strangeAnswer(): AppError {
  return new AppError({ code: 'unexpected-answer', message: 'The sign-in service gave an answer that is not one.', action: 'Is a proxy or a sign-in page of the network in between?' })
}
