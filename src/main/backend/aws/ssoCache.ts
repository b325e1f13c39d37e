import { createHash, randomUUID } from 'node:crypto'
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sharedPaths } from './profileFiles'
import type { Environment } from './profileFiles'
import type { SsoTarget } from './ssoTarget'

/** What an app is known by to the sign-in service, for some months. */
export interface SsoRegistration {
  readonly clientId: string
  readonly clientSecret: string
  readonly expiresAtMs: number
}

/** A token as the service gives it. */
export interface SsoToken {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly expiresAtMs: number
}

/** Writes a token where the AWS tools look for it, as they write it; readable by its owner only. */
export async function writeToken(target: SsoTarget, token: SsoToken, registration: SsoRegistration, environment: Environment): Promise<void> {
  const path = pathOf(target, environment)
  const folder = join(path, '..')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = join(folder, `.burr-desktop-${randomUUID()}`)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(JSON.stringify({
        startUrl: target.startUrl,
        region: target.region,
        accessToken: token.accessToken,
        expiresAt: instant(token.expiresAtMs),
        clientId: registration.clientId,
        clientSecret: registration.clientSecret,
        registrationExpiresAt: instant(registration.expiresAtMs),
        ...(token.refreshToken === null ? {} : { refreshToken: token.refreshToken })
      }))
      await file.sync()
    } finally {
      await file.close()
    }
    await chmod(temporary, 0o600)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

function pathOf(target: SsoTarget, environment: Environment): string {
  return join(sharedPaths(environment).home, '.aws', 'sso', 'cache', `${createHash('sha1').update(target.cacheName).digest('hex')}.json`)
}

// Whole seconds, as Python's tools read them.
function instant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}
