import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

/** Secrets that occur nowhere else, one for each way in; the names say which. */
export const canaries = {
  keyId: 'AKIACANARYKEYID00001',
  secret: 'CanarySecret0wJalrXUtnFEMIK7MDENGbPxRfiC',
  sessionToken: 'CanarySessionTokenIQoJb3JpZ2luX2VjEFo',
  helperStderr: 'CanaryHelperStderr77aa31',
  helperArgument: 'CanaryHelperArgument5b02',
  ssoToken: 'CanarySsoAccessToken9d1f44c0',
  ssoRefresh: 'CanarySsoRefreshToken31c7aa',
  ssoSecret: 'CanarySsoClientSecret6620ef',
  mfaCode: '904517'
} as const

/** Writes AWS files with the canaries into a home folder: profiles `keys`, `helper` (fails and chats) and `sso` (over). */
export async function writeAwsFiles(home: string): Promise<void> {
  const cache = join(home, '.aws', 'sso', 'cache')
  await mkdir(cache, { recursive: true })
  await writeFile(join(home, '.aws', 'credentials'), `[keys]\naws_access_key_id = ${canaries.keyId}\naws_secret_access_key = ${canaries.secret}\naws_session_token = ${canaries.sessionToken}\n`)
  await writeFile(join(home, '.aws', 'config'), [
    '[profile helper]',
    `credential_process = sh -c "echo token=${canaries.helperStderr} >&2; exit 3" ${canaries.helperArgument}`,
    '[sso-session corp]', 'sso_start_url = https://corp.example/start', 'sso_region = us-east-1',
    '[profile sso]', 'sso_session = corp', 'sso_account_id = 123456789012', 'sso_role_name = Reader', ''
  ].join('\n'))
  const token = { startUrl: 'https://corp.example/start', region: 'us-east-1', accessToken: canaries.ssoToken, refreshToken: canaries.ssoRefresh, clientId: 'c', clientSecret: canaries.ssoSecret, expiresAt: '2020-01-01T00:00:00Z', registrationExpiresAt: '2020-01-01T00:00:00Z' }
  // sha1('corp'), where the CLI keeps the token of a session of that name.
  await writeFile(join(cache, 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json'), JSON.stringify(token))
}

/** Names of the canaries that are in the bytes, as they stand, as UTF-16, as base64, or compressed. */
export function canariesIn(bytes: Buffer): readonly string[] {
  const texts = [bytes, ...[gunzipSync, brotliDecompressSync].flatMap((unpack) => {
    try {
      return [unpack(bytes)]
    } catch {
      return []
    }
  })]
  return Object.entries(canaries).flatMap(([name, canary]) => (texts.some((text) => isIn(text, canary)) ? [name] : []))
}

function isIn(bytes: Buffer, canary: string): boolean {
  if (/^\d+$/.test(canary)) return new RegExp(`(?<![\\d.])${canary}(?!\\d)`).test(bytes.toString('latin1'))
  return [Buffer.from(canary), Buffer.from(canary, 'utf16le'), Buffer.from(Buffer.from(canary).toString('base64').slice(0, -4))].some((form) => bytes.includes(form))
}

/** Every file of a folder in which a canary stands, as `path: names`. */
export async function filesWithCanaries(folder: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const names = canariesIn(await readFile(path))
    if (names.length > 0) found.push(`${path.slice(folder.length + 1)}: ${names.join(', ')}`)
  }
  return found
}
