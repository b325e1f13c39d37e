import type { ErrorShape } from '../errors'
import type { RunKey } from './run'
import type { StepKey } from './step'

/** The built-in rules by which values are taken out of an exported file. */
export const redactionRules = [
  'private-key', 'aws-key', 'cloud-key', 'ai-key', 'code-host-token', 'chat-token', 'payment-key', 'service-token', 'jwt', 'bearer',
  'connection-string', 'named-secret', 'email', 'credit-card', 'iban', 'social-security', 'phone'
] as const

/** One of {@link redactionRules}. */
export type RedactionRuleId = (typeof redactionRules)[number]

/** What each built-in rule looks for, in words. */
export const redactionWords: Readonly<Record<RedactionRuleId, string>> = {
  'private-key': 'Private keys (PEM, PGP, age)',
  'aws-key': 'AWS access keys and secrets',
  'cloud-key': 'Google, Azure and other cloud keys',
  'ai-key': 'OpenAI, Anthropic and other model keys',
  'code-host-token': 'GitHub, GitLab, npm and PyPI tokens',
  'chat-token': 'Slack, Discord and Telegram tokens',
  'payment-key': 'Stripe, Square and Shopify keys',
  'service-token': 'SendGrid, Twilio and other service keys',
  jwt: 'JSON web tokens',
  bearer: 'Bearer and basic authorization, cookies',
  'connection-string': 'Passwords in addresses and connection strings',
  'named-secret': 'Values called password, secret, token or key',
  email: 'E-mail addresses',
  'credit-card': 'Credit card numbers',
  iban: 'Bank accounts (IBAN)',
  'social-security': 'Social security numbers',
  phone: 'Phone numbers'
}

/** How often a rule took something out, and of how many different values. */
export interface RedactionCount {
  readonly rule: string
  readonly found: number
  readonly distinct: number
}

/** The place a file opens at. */
export interface PortableFocus {
  readonly run: RunKey
  readonly step: StepKey | null
}

/** What an exported file would hold. */
export interface ExportPreview {
  readonly runs: number
  /** Of them, those that come along because of another one. */
  readonly parents: number
  readonly children: number
  readonly objects: number
  /** Objects whose bodies are not on this disk: they cannot come along. */
  readonly missing: number
  readonly missingRuns: readonly RunKey[]
  readonly annotations: number
  /** Bytes unpacked. */
  readonly rawBytes: number
  /** Bytes of the file; when not `isSizeExact`, it is smaller than this. */
  readonly sizeBytes: number
  readonly isSizeExact: boolean
  /** One for each rule asked for, in their order; empty without redaction. */
  readonly redaction: readonly RedactionCount[]
}

/** What was exported. */
export interface ExportOutcome {
  readonly fileName: string
  readonly sizeBytes: number
  readonly runs: number
  readonly objects: number
  readonly missing: number
  readonly annotations: number
  readonly redaction: readonly RedactionCount[]
}

/** Where the data of an opened file comes from. */
export type OpenedKind = 'snapshot' | 'local-tracker' | 'log-file'

/** A file that is shown in the place of the workspace; read-only. */
export interface OpenedFile {
  /** Changes with every file that is opened. */
  readonly id: string
  readonly kind: OpenedKind
  /** Name of the file or folder, without the way to it. */
  readonly name: string
  readonly isSample: boolean
  readonly projects: number
  readonly runs: number
  readonly steps: number
  readonly annotations: number
  readonly note: string
  readonly focus: PortableFocus | null
  /** Objects its writer did not have either. */
  readonly missing: number
  /** Whether values were taken out when it was made. */
  readonly isRedacted: boolean
}

/** One project as the database of Burr's own server knows it, and how that compares with what is indexed here. */
export interface ServerProject {
  readonly project: string
  readonly runs: number
  readonly logFiles: number
  /** Log files of the bucket, by the index here. */
  readonly inBucket: number
  /** Log files of the bucket that the server never saw. */
  readonly neverSeen: number
  /** Log files the server names and the index here has not. */
  readonly unknownHere: number
}

/** What the database of Burr's own server (`snapshot.db`) says. */
export interface ServerReport {
  readonly name: string
  readonly projects: readonly ServerProject[]
  /** Bucket the comparison is with; `null` = none is chosen, so nothing was compared. */
  readonly comparedWith: string | null
}

/** What is done with a file right now. */
export type PortableWork = { readonly kind: 'preview' | 'export' | 'open'; readonly name: string; readonly done: number; readonly total: number }

/** How opened files and exports stand. */
export interface PortableStatus {
  readonly opened: OpenedFile | null
  readonly work: PortableWork | null
  readonly report: ServerReport | null
  /** Why the last file could not be opened; gone with the next one. */
  readonly error: ErrorShape | null
}
