import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { protocol } from 'electron'

/** The origin every window is loaded from. */
export const appOrigin = 'burr://app'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2'
}

/** The content policy of every page: nothing but our own files, no inline script or style, worker URLs through one policy. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types burr'
].join('; ')

/** Must run before the app is ready (an Electron rule for privileged schemes). */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'burr', privileges: { standard: true, secure: true, supportFetchAPI: true } }
  ])
}

/** URL path → file, for every file of the built renderer: a path that is not in the map is not served, however it is written. */
export function assetMap(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name)
      return [`/${file.slice(folder.length + 1).split(sep).join('/')}`, file]
    })
  )
}

const notFound = (): Response => new Response('Not found', { status: 404 })

/** Answers one request of a window from the map; anything else is 404. */
export async function serveAsset(assets: ReadonlyMap<string, string>, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const file = url.host === 'app' && request.method === 'GET' ? assets.get(url.pathname) : undefined
  if (file === undefined) return notFound()
  return new Response(new Uint8Array(await readFile(file)), {
    headers: {
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff'
    }
  })
}

/** Serves the built renderer at {@link appOrigin}. */
export function handleScheme(folder: string): void {
  const assets = assetMap(folder)
  protocol.handle('burr', (request) => serveAsset(assets, request))
}
