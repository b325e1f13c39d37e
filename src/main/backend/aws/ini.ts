/** One `key = value` line and where it stands; nested ones (`s3 =` and lines set in below it) have names like `s3.key`. */
export interface IniEntry {
  readonly value: string
  readonly line: number
}

/** One section: `[profile x]` has kind `profile` and name `x`, `[x]` has kind `''`. */
export interface IniSection {
  readonly kind: string
  readonly name: string
  readonly line: number
  readonly entries: ReadonlyMap<string, IniEntry>
}

/** A line that is nothing of what such a file has. */
export interface IniFault {
  readonly line: number
  readonly reason: string
  /** The section it stands in, `null` above the first. */
  readonly section: IniSection | null
}

/** A config or credentials file as far as it can be read. */
export interface Ini {
  readonly sections: readonly IniSection[]
  readonly faults: readonly IniFault[]
}

/** Reads an AWS config or credentials file; never throws, lines count from 1. */
export function parseIni(text: string): Ini {
  const sections: (IniSection & { entries: Map<string, IniEntry> })[] = []
  const faults: IniFault[] = []
  let parent: string | null = null
  for (const [at, raw] of text.replace(/^\uFEFF/, '').split(/\r?\n/).entries()) {
    const line = at + 1
    const content = raw.replace(/(^|\s)[#;].*$/, '').trimEnd()
    if (content.trim() === '') continue
    const section = sections.at(-1) ?? null
    if (content.trimStart().startsWith('[')) {
      parent = null
      const heading = parseHeading(content.trim())
      if (heading === null) faults.push({ line, reason: 'the section’s name is not closed with ]', section })
      // Even a broken heading ends the section above: its lines must not become that one's.
      sections.push({ kind: heading?.kind ?? 'broken', name: heading?.name ?? '', line, entries: new Map() })
      continue
    }
    const pair = parsePair(content)
    if (pair === null) faults.push({ line, reason: 'neither a section nor “name = value”', section })
    else if (section === null) faults.push({ line, reason: 'a setting above the first section', section })
    else if (/^\s/.test(content) && parent !== null) section.entries.set(`${parent}.${pair.name}`, { value: pair.value, line })
    else {
      parent = pair.value === '' ? pair.name : null
      sections.at(-1)?.entries.set(pair.name, { value: pair.value, line })
    }
  }
  return { sections, faults }
}

function parseHeading(text: string): { kind: string; name: string } | null {
  const [, inside] = /^\[([^\]]*)\]$/.exec(text) ?? []
  if (inside === undefined || inside.trim() === '') return null
  const [, kind, , quoted] = /^\s*(profile|sso-session|services)\s+(["']?)(.*?)\2\s*$/.exec(inside) ?? []
  return kind === undefined || quoted === undefined ? { kind: '', name: inside.trim() } : { kind, name: quoted }
}

function parsePair(text: string): { name: string; value: string } | null {
  const at = text.indexOf('=')
  const name = text.slice(0, at).trim()
  return at < 1 || name === '' ? null : { name: name.toLowerCase(), value: text.slice(at + 1).trim() }
}
