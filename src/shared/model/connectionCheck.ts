/** One named check of a connection, in words. */
export interface CheckResult {
  readonly name: 'identity' | 'region' | 'list' | 'get' | 'put-snapshot'
  readonly state: 'pass' | 'warn' | 'fail' | 'skipped'
  /** What was found, one sentence. */
  readonly words: string
  readonly whatToDo: string | null
  /** The IAM statement that is missing, as JSON text to copy. */
  readonly policyStatement: string | null
}
