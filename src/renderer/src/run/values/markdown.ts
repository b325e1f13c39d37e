/** A run of text inside a block. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'struck'; readonly children: readonly Inline[] }
  /** Shown as its words and its address; it leads nowhere. */
  | { readonly kind: 'link'; readonly children: readonly Inline[]; readonly address: string }

/** A block of a text that is written in Markdown. HTML and pictures are text like any other. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'item'; readonly depth: number; readonly mark: string; readonly children: readonly Inline[] }
  | { readonly kind: 'rule' }

const deepest = 6

/** Whether a text seems to be written in Markdown, so that it is worth drawing. */
export function looksLikeMarkdown(text: string): boolean {
  if (text.length > 40_000) return false
  return /^(?:#{1,6} \S|```|\s{0,8}(?:[-*]|\d{1,3}\.) \S|> \S)/m.test(text) || /\*\*[^\s*][^*\n]{0,200}\*\*|`[^`\n]{1,200}`/.test(text)
}

/** Takes a Markdown text apart; time grows with its length, whatever it holds. */
export function parseMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = []
  const lines = text.split('\n')
  let paragraph: string[] = []
  const close = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', children: inline(paragraph.join('\n')) })
    paragraph = []
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const fence = /^\s{0,8}(```+|~~~+)\s*([\w+#.-]{0,30})/.exec(line)
    if (fence !== null) {
      close()
      const mark = fence[1] ?? '```'
      const end = lines.findIndex((each, index) => index > at && each.trim().startsWith(mark))
      blocks.push({ kind: 'code', language: fence[2] ?? '', text: lines.slice(at + 1, end < 0 ? undefined : end).join('\n') })
      at = end < 0 ? lines.length : end
      continue
    }
    const block = lineBlock(line)
    if (block === null && line.trim() !== '') paragraph.push(line)
    else close()
    if (block !== null) blocks.push(block)
  }
  close()
  return blocks
}

function lineBlock(line: string): Block | null {
  const heading = /^(#{1,6}) +(\S.*)$/.exec(line)
  if (heading !== null) return { kind: 'heading', level: heading[1]?.length ?? 1, children: inline(heading[2] ?? '') }
  if (/^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line)) return { kind: 'rule' }
  const item = /^(\s{0,24})([-*+]|\d{1,6}[.)]) +(\S.*)$/.exec(line)
  if (item !== null) return { kind: 'item', depth: Math.min(deepest, Math.floor((item[1]?.length ?? 0) / 2)), mark: /\d/.test(item[2] ?? '') ? (item[2] ?? '') : '•', children: inline(item[3] ?? '') }
  const quote = /^ {0,3}> ?(.*)$/.exec(line)
  return quote === null ? null : { kind: 'quote', children: inline(quote[1] ?? '') }
}

const pairs = [
  ['**', 'strong'],
  ['__', 'strong'],
  ['~~', 'struck'],
  ['*', 'emphasis'],
  ['_', 'emphasis']
] as const

/** The runs of one block's text. */
function inline(text: string, depth = 0): readonly Inline[] {
  const runs: Inline[] = []
  let plainFrom = 0
  let at = 0
  const put = (run: Inline, end: number): void => {
    if (at > plainFrom) runs.push({ kind: 'text', text: text.slice(plainFrom, at) })
    runs.push(run)
    at = end
    plainFrom = end
  }
  // Marks that found no partner once find none later either.
  const lonely = new Set<string>()
  while (at < text.length) {
    const char = text.charAt(at)
    const found = char === '`' ? codeAt(text, at, lonely) : char === '[' && depth < deepest ? linkAt(text, at, depth) : '*_~'.includes(char) && depth < deepest ? pairAt(text, at, depth, lonely) : null
    if (found === null) at++
    else put(found.run, found.end)
  }
  if (plainFrom < text.length) runs.push({ kind: 'text', text: text.slice(plainFrom) })
  return runs
}

interface Found {
  readonly run: Inline
  readonly end: number
}

function codeAt(text: string, at: number, lonely: Set<string>): Found | null {
  const mark = text.startsWith('``', at) ? '``' : '`'
  if (lonely.has(mark)) return null
  const end = text.indexOf(mark, at + mark.length)
  if (end < 0) lonely.add(mark)
  return end <= at + mark.length ? null : { run: { kind: 'code', text: text.slice(at + mark.length, end) }, end: end + mark.length }
}

function linkAt(text: string, at: number, depth: number): Found | null {
  const match = /^\[([^[\]\n]{1,300})\]\(([^()\s]{1,1000})\)/.exec(text.slice(at, at + 1_400))
  if (match === null || text.charAt(at - 1) === '!') return null
  return { run: { kind: 'link', children: inline(match[1] ?? '', depth + 1), address: match[2] ?? '' }, end: at + match[0].length }
}

function pairAt(text: string, at: number, depth: number, lonely: Set<string>): Found | null {
  const pair = pairs.find(([mark]) => text.startsWith(mark, at))
  if (pair === undefined) return null
  const [mark, kind] = pair
  const start = at + mark.length
  // An underscore inside a word is a name, not emphasis.
  if (lonely.has(mark) || /\s|^$/.test(text.charAt(start)) || (mark.startsWith('_') && /\w/.test(text.charAt(at - 1)))) return null
  const end = text.indexOf(mark, start)
  if (end < 0) lonely.add(mark)
  if (end <= start || /\s/.test(text.charAt(end - 1)) || (mark.startsWith('_') && /\w/.test(text.charAt(end + mark.length)))) return null
  return { run: { kind, children: inline(text.slice(start, end), depth + 1) }, end: end + mark.length }
}
