import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What the stand-in of the sign-in services was asked. */
export interface FakeSignIn {
  readonly url: string
  /** Paths in order; those of questions for a token too. */
  readonly asked: string[]
  /** Bodies of the registrations. */
  readonly registrations: unknown[]
  /** The person agrees in the browser. */
  agree(): void
  /** The next answers to a question for a token, by the name of their error. */
  readonly troubles: string[]
  /** Keys that the portal gives for a token. */
  keys: { accessKeyId: string; secretAccessKey: string; sessionToken: string }
  readonly token: string
  stop(): Promise<void>
}

/** Stands in for the OIDC service and the portal of IAM Identity Center. */
export async function startFakeSignIn(options: { readonly intervalSeconds?: number; readonly token?: string } = {}): Promise<FakeSignIn> {
  let hasAgreed = false
  const token = options.token ?? 'fake-token'
  const answers: Record<string, () => [number, unknown]> = {
    '/client/register': () => [200, { clientId: 'client', clientSecret: 'client-secret', clientIdIssuedAt: 0, clientSecretExpiresAt: 4_000_000_000 }],
    '/device_authorization': () => [200, {
      deviceCode: 'device-code', userCode: 'WXYZ-1234', verificationUri: `${fake.url}/page`, verificationUriComplete: `${fake.url}/page?user_code=WXYZ-1234`,
      expiresIn: 600, interval: options.intervalSeconds ?? 1
    }],
    '/token': () => {
      const trouble = fake.troubles.shift()
      if (trouble !== undefined) return [400, { __type: trouble, error: 'x', error_description: 'x' }]
      return hasAgreed ? [200, { accessToken: token, tokenType: 'Bearer', expiresIn: 28_800, refreshToken: `${token}-refresh` }] : [400, { __type: 'AuthorizationPendingException', error: 'authorization_pending' }]
    },
    '/federation/credentials': () => [200, { roleCredentials: { ...fake.keys, expiration: Date.now() + 3_600_000 } }]
  }
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    })
  })
  const answer = async (request: IncomingMessage): Promise<[number, unknown]> => {
    const path = new URL(request.url ?? '/', fake.url).pathname
    const body = await text(request)
    fake.asked.push(path)
    if (path === '/client/register') fake.registrations.push(JSON.parse(body))
    if (path === '/federation/credentials' && request.headers['x-amz-sso_bearer_token'] !== token) return [401, { __type: 'UnauthorizedException', message: 'Session token not found or invalid' }]
    return answers[path]?.() ?? [404, {}]
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const fake: FakeSignIn = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked: [],
    registrations: [],
    agree: () => { hasAgreed = true },
    troubles: [],
    keys: { accessKeyId: 'AKIASSO', secretAccessKey: 'sso-secret', sessionToken: 'sso-session' },
    token,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
  return fake
}
