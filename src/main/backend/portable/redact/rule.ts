/** One rule by which secrets are found in a text. */
export interface Rule {
  readonly id: string
  /** Matches with the flags `g` and `d`-free; group 1, when it took part, is the secret, else the whole match. */
  readonly pattern: RegExp
  /** Tells a secret from what only looks like one. */
  readonly accept?: (secret: string) => boolean
  /** Found by what stands around it: the same text is a secret wherever else it stands, too. */
  readonly isByContext?: boolean
}

/** A secret in a text; `end` is exclusive. */
export interface Found {
  readonly rule: string
  readonly start: number
  readonly end: number
  readonly isByContext: boolean
}

/** Where a rule finds secrets in a text. */
export function findIn(text: string, rule: Rule): Found[] {
  const found: Found[] = []
  const { pattern } = rule
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const secret = match[1] ?? match[0]
    if (match[0] === '') {
      pattern.lastIndex++
      continue
    }
    const start = match[1] === undefined ? match.index : match.index + match[0].lastIndexOf(secret)
    if (secret !== '' && rule.accept?.(secret) !== false) found.push({ rule: rule.id, start, end: start + secret.length, isByContext: rule.isByContext === true })
  }
  return found
}
