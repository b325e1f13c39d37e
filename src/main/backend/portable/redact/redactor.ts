import type { RedactionCount, RedactionRuleId } from '@shared/model/portable'
import { AppError } from '@shared/errors'
import { builtInRules, isSecretName } from './builtInRules'
import { findIn } from './rule'
import type { Found, Rule } from './rule'

/** Which rules are applied; own ones are regular expressions as a person typed them. */
export interface RedactionChoice {
  readonly builtIn: readonly RedactionRuleId[]
  readonly own: readonly { readonly name: string; readonly pattern: string }[]
}

/** Shorter ones are words that stand in many places for other reasons. */
const shortestElsewhere = 8
const mostElsewhere = 5000
/** Characters of texts whose secrets are remembered. */
const mostRemembered = 16 * 1024 ** 2
const nowhere: readonly Found[] = []
const placeholder = /^\[redacted-[a-z0-9-]+-\d+\]$/

interface Tally {
  found: number
  readonly secrets: Set<string>
}

/**
 * Puts placeholders in the place of secrets: the same secret has the same one wherever it stands, and two never share one. Used
 * twice over the same texts, the second time finds what only a name gave away also where it stands without that name.
 */
export class Redactor {
  readonly #rules: readonly Rule[]
  readonly #usesNames: boolean
  readonly #placeholders = new Map<string, string>()
  readonly #counters = new Map<string, number>()
  readonly #elsewhere = new Map<string, string>()
  readonly #found = new Map<string, readonly Found[]>()
  #foundLength = 0
  #known: RegExp | null = null
  #tallies: Map<string, Tally>

  constructor({ builtIn, own }: RedactionChoice) {
    this.#rules = [...own.map(ownRule), ...builtInRules(builtIn)]
    this.#usesNames = builtIn.includes('named-secret')
    this.#tallies = this.#newTallies([...builtIn, ...own.map(({ name }) => name)])
  }

  /** Begins the second look: counts start anew, placeholders stay. */
  again(): void {
    const known = [...this.#elsewhere.keys()].slice(0, mostElsewhere).toSorted((a, b) => b.length - a.length)
    this.#known = known.length === 0 ? null : new RegExp(known.map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)).join('|'), 'g')
    this.#tallies = this.#newTallies([...this.#tallies.keys()])
    this.#found.clear()
    this.#foundLength = 0
  }

  /** A text without its secrets; the very same text when there are none. `name` is what the value is called. */
  text(text: string, name: string | null = null): string {
    if (text.length < 6 || placeholder.test(text)) return text
    if (name !== null && this.#usesNames && isSecretName(name)) return this.#replace(text, [{ rule: 'named-secret', start: 0, end: text.length, isByContext: true }])
    const found = this.#find(text)
    return found.length === 0 ? text : this.#replace(text, found)
  }

  /** How often each rule found something, by the last look. */
  counts(): RedactionCount[] {
    return [...this.#tallies].map(([rule, { found, secrets }]) => ({ rule, found, distinct: secrets.size }))
  }

  // A state stands in every step of a run: most texts come many times.
  #find(text: string): readonly Found[] {
    const before = this.#found.get(text)
    if (before !== undefined) return before
    const found = this.#rules.flatMap((rule) => findIn(text, rule))
    if (this.#known !== null) found.push(...this.#findKnown(text, this.#known))
    const places = found.length === 0 ? nowhere : withoutOverlaps(found)
    if ((this.#foundLength += text.length) > mostRemembered) {
      this.#found.clear()
      this.#foundLength = text.length
    }
    this.#found.set(text, places)
    return places
  }

  #newTallies(rules: readonly string[]): Map<string, Tally> {
    return new Map(rules.map((rule) => [rule, { found: 0, secrets: new Set<string>() }]))
  }

  #findKnown(text: string, known: RegExp): Found[] {
    return [...text.matchAll(known)].map(({ 0: secret, index }) => {
      return { rule: this.#elsewhere.get(secret) ?? '', start: index, end: index + secret.length, isByContext: false }
    })
  }

  #replace(text: string, found: readonly Found[]): string {
    let result = ''
    let at = 0
    for (const { rule, start, end, isByContext } of found) {
      const secret = text.slice(start, end)
      result += text.slice(at, start) + this.#placeholderOf(rule, secret)
      at = end
      const tally = this.#tallies.get(rule)
      if (tally !== undefined) {
        tally.found++
        tally.secrets.add(secret)
      }
      if (isByContext && secret.length >= shortestElsewhere) this.#elsewhere.set(secret, rule)
    }
    return result + text.slice(at)
  }

  #placeholderOf(rule: string, secret: string): string {
    const known = this.#placeholders.get(secret)
    if (known !== undefined) return known
    const word = rule.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'own'
    const number = (this.#counters.get(word) ?? 0) + 1
    this.#counters.set(word, number)
    const made = `[redacted-${word}-${number}]`
    this.#placeholders.set(secret, made)
    return made
  }
}

function ownRule({ name, pattern }: { readonly name: string; readonly pattern: string }): Rule {
  try {
    return { id: name, pattern: new RegExp(pattern, 'g') }
  } catch {
    throw new AppError({ code: 'invalid-input', message: `The rule “${name}” is not a regular expression: ${pattern}`, action: 'Correct the rule or remove it.' })
  }
}

// Sorting is stable: at the same place the rule that stands first has it. What another rule takes for a secret behind that goes with it.
function withoutOverlaps(found: readonly Found[]): Found[] {
  const kept: Found[] = []
  for (const each of found.toSorted((a, b) => a.start - b.start)) {
    const last = kept.at(-1)
    if (last === undefined || each.start >= last.end) kept.push(each)
    else if (each.end > last.end && each.rule !== 'email') kept[kept.length - 1] = { ...last, end: each.end }
  }
  return kept
}
