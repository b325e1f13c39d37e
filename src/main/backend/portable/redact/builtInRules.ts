import type { RedactionRuleId } from '@shared/model/portable'
import { isAccount, isCard, isPhone, isRandom, looksSecret, looksToken } from './looks'
import type { Rule } from './rule'

const tokens = (...parts: readonly string[]): RegExp => new RegExp(`(?<![A-Za-z0-9])(?:${parts.join('|')})`, 'g')

/** Names of values that are secrets whatever they look like. */
const secretName = String.raw`pass(?:word|wd|phrase)?|pwd|secret|api[_-]?key|apikey|access[_-]?key|auth[_-]?token|[a-z_-]*token|client[_-]?secret|private[_-]?key|credentials?|session[_-]?id|account[_-]?key`

type Patterns = readonly Omit<Rule, 'id'>[]

/** The built-in rules; where two find the same place, the first in this order has it. */
const patterns: Readonly<Record<RedactionRuleId, Patterns>> = {
  'private-key': [
    { pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g },
    { pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{50,}/g }
  ],
  'aws-key': [
    { pattern: tokens('(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[A-Z0-9]{16}(?![A-Za-z0-9])') },
    { pattern: /aws[\w.]{0,24}(?:secret|session|token)[\w.]{0,24}["'\s:=\\]{1,8}([A-Za-z0-9/+=]{40,})/gi, isByContext: true },
    { pattern: /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g, accept: isRandom, isByContext: true },
    { pattern: /(?:X-Amz-(?:Signature|Security-Token|Credential))=([A-Za-z0-9%/+_-]{16,})/gi }
  ],
  'cloud-key': [
    { pattern: tokens('AIza[0-9A-Za-z_-]{35}', 'ya29\\.[0-9A-Za-z_-]{20,}', 'GOCSPX-[0-9A-Za-z_-]{20,}', 'dop_v1_[0-9a-f]{64}', 'dapi[0-9a-f]{32}', 'hvs\\.[0-9A-Za-z_-]{20,}', '1//0[0-9A-Za-z_-]{30,}') },
    { pattern: /(?:AccountKey|SharedAccessKey|sig)=([A-Za-z0-9+/%]{20,}={0,2})/g, isByContext: true }
  ],
  'ai-key': [{ pattern: tokens('sk-(?:proj-|ant-|svcacct-|or-|lf-)?[A-Za-z0-9_-]{20,}', 'hf_[A-Za-z0-9]{30,}', 'gsk_[A-Za-z0-9]{40,}', 'r8_[A-Za-z0-9]{30,}', 'xai-[A-Za-z0-9]{40,}', 'pplx-[A-Za-z0-9]{40,}', 'lsv2_[a-z]{2}_[A-Za-z0-9_]{30,}', 'pcsk_[A-Za-z0-9_]{30,}') }],
  'code-host-token': [{ pattern: tokens('gh[pousr]_[A-Za-z0-9]{36,}', 'github_pat_[A-Za-z0-9_]{22,}', 'gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{20,}', 'npm_[A-Za-z0-9]{36}', 'pypi-[A-Za-z0-9_-]{40,}', 'ATATT3[A-Za-z0-9_=-]{40,}', 'lin_api_[A-Za-z0-9]{30,}') }],
  'chat-token': [
    { pattern: tokens('xox[abeoprs]-[A-Za-z0-9-]{10,}', 'xapp-[A-Za-z0-9-]{10,}', '[MNO][A-Za-z\\d]{22,28}\\.[\\w-]{6}\\.[\\w-]{27,}', '\\d{8,10}:AA[A-Za-z0-9_-]{33}') },
    { pattern: /https:\/\/(?:hooks\.slack\.com\/(?:services|workflows)|discord(?:app)?\.com\/api\/webhooks|[a-z0-9.-]+\.webhook\.office\.com)\/[A-Za-z0-9/@_-]{16,}/g }
  ],
  'payment-key': [{ pattern: tokens('(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{10,}', 'whsec_[0-9A-Za-z+/=]{20,}', 'sq0[a-z]{3}-[0-9A-Za-z_-]{22,}', 'EAAA[0-9A-Za-z_-]{60}', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}') }],
  'service-token': [{ pattern: tokens('SG\\.[\\w-]{16,}\\.[\\w-]{16,}', '(?:SK|AC)[0-9a-f]{32}(?![0-9a-f])', 'key-[0-9a-f]{32}(?![0-9a-f])', 'secret_[A-Za-z0-9]{40,}', 'ntn_[A-Za-z0-9]{40,}', 'figd_[A-Za-z0-9_-]{40,}', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}', 'phc_[A-Za-z0-9]{40,}', 'glsa_[A-Za-z0-9_]{32,}') }],
  jwt: [{ pattern: tokens('eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*') }],
  bearer: [
    { pattern: /\b(?:Bearer|Token)\s+([A-Za-z0-9._~+/=-]{8,})/gi, accept: looksToken, isByContext: true },
    { pattern: /\bBasic\s+([A-Za-z0-9+/]{8,}={0,2})/g, accept: looksSecret, isByContext: true },
    { pattern: /\b(?:Set-)?Cookie["']?\s*[:=]\s*["']?([^\r\n"']{6,})/gi, isByContext: true }
  ],
  'connection-string': [
    { pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"']*:([^\s@"']+)@/gi, isByContext: true },
    { pattern: /\b(?:Password|Pwd)\s*=\s*([^;"'\s]{3,})/gi, accept: looksSecret, isByContext: true }
  ],
  'named-secret': [{ pattern: new RegExp(String.raw`(?<![A-Za-z])(?:${secretName})\\?["']?\s*(?:[:=]|=>)\s*\\?["']?([^\s"',;&\\]{6,})`, 'gi'), accept: looksSecret, isByContext: true }],
  email: [{ pattern: /[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9+_-])?@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}(?![A-Za-z0-9])/g }],
  'credit-card': [{ pattern: /(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-])(?!\.\d)/g, accept: isCard }],
  iban: [{ pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])/g, accept: isAccount }],
  'social-security': [{ pattern: /(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g }],
  phone: [
    { pattern: /(?<![\w.+-])(?:\+|00)[1-9]\d{0,2}[ .-]?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,4}(?![\w])/g, accept: isPhone },
    { pattern: /(?<![\w.-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])/g }
  ]
}

/** The rules with these ids, in their own order. */
export function builtInRules(ids: readonly RedactionRuleId[]): Rule[] {
  return Object.entries(patterns).flatMap(([id, some]) => ((ids as readonly string[]).includes(id) ? some.map((rule) => ({ id, ...rule })) : []))
}

const wholeName = new RegExp(`(?:^|[^a-z])(?:${secretName})$|^authorization$|^(?:set-)?cookie$`, 'i')

/** Whether a value is a secret because of the name it has. */
export function isSecretName(name: string): boolean {
  return wholeName.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2'))
}
