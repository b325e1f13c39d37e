const hidden = '***'

/** What a log must never hold, and what stands in its place. The patterns are those of AWS keys, signatures and sign-in tokens. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,20}\b/g, hidden],
  [/(X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"'<>]+/gi, `$1${hidden}`],
  [/((?:^|[\s{,"'])(?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:AWS4-HMAC-SHA256|Bearer|Basic)?\s*[^\r\n"']+/gim, `$1${hidden}`],
  [/((?:secret|password|passwd|(?:session|security|access|refresh|id|client|device)[_-]?token|token|api[_-]?key|secret[_-]?access[_-]?key|client[_-]?secret|mfa[_-]?code|device[_-]?code|user[_-]?code|private[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi, `$1${hidden}`],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?/g, hidden],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi, `$1${hidden}@`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden]
]

/** A text without keys, tokens, signatures and passwords. */
export function scrubSecrets(text: string): string {
  return rules.reduce((scrubbed, [pattern, replacement]) => scrubbed.replace(pattern, replacement), text)
}
