/** One frame of a Python traceback. */
export interface Frame {
  readonly file: string
  readonly line: number
  readonly name: string
  /** Source lines shown below it, without their indent or the marks under them; may be empty. */
  readonly code: readonly string[]
  /** Installed packages, the standard library and Burr itself, as far as the path tells. */
  readonly isLibrary: boolean
}

/** How an exception came to the one before it. */
export type Link = 'cause' | 'context'

/** One exception with its frames, the outermost call first. */
export interface Failure {
  readonly type: string
  /** May span lines; notes added to the exception are part of it. */
  readonly message: string
  readonly frames: readonly Frame[]
  /** Frames Python left out ("Previous line repeated …"), by how many. */
  readonly repeated: number
  /** How this failure led to the next one of the list; `null` for the last. */
  readonly link: Link | null
  /** Members of an exception group, each a chain of its own. */
  readonly members: readonly (readonly Failure[])[]
}

const header = /^(?:Exception Group )?Traceback \(most recent call last\):$/
const frameLine = /^ {2}File "(.*)", line (\d+)(?:, in (.*))?$/
const links: readonly (readonly [RegExp, Link])[] = [
  [/^The above exception was the direct cause of the following exception:$/, 'cause'],
  [/^During handling of the above exception, another exception occurred:$/, 'context']
]
const groupBorder = /^\s*\+-\+-+ (?:\d+|\.\.\.) -+$/
const marks = /^[\s~^]+$/

/** Reads the text of `traceback.format_exception`: the chain, oldest cause first; `null` when it is no traceback. */
export function parseTraceback(text: string): readonly Failure[] | null {
  const chain = readChain(text.replace(/\r\n?/g, '\n').trimEnd().split('\n'))
  return chain.length === 0 ? null : chain
}

function readChain(lines: readonly string[]): Failure[] {
  const chain: Failure[] = []
  let start = 0
  for (let i = 0; i <= lines.length; i++) {
    const link = links.find(([words]) => words.test(lines[i] ?? ''))?.[1]
    // The words count only between two tracebacks: a message may hold them too.
    const isLink = link !== undefined && header.test(groupless(nextWords(lines, i + 1)))
    if (i < lines.length && !isLink) continue
    const failure = readFailure(trimBlank(lines.slice(start, i)), isLink ? link : null)
    if (failure !== null) chain.push(failure)
    start = i + 1
  }
  return chain
}

const groupless = (line: string): string => line.replace(/^ {2}\+ /, '')

function nextWords(lines: readonly string[], from: number): string {
  return lines.slice(from, from + 4).find((line) => line.trim() !== '') ?? ''
}

function trimBlank(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return first < 0 ? [] : lines.slice(first, last + 1)
}

function readFailure(lines: readonly string[], link: Link | null): Failure | null {
  const own = lines[0]?.startsWith('  + Exception Group Traceback') === true ? lines.map((line) => line.replace(/^ {2}[|+] ?(?!-)/, '')) : lines
  const hasHeader = header.test(own[0] ?? '')
  if (!hasHeader && !/^[\w.]+(?:: |$)/.test(own[0] ?? '')) return null
  const { frames, repeated, next } = readFrames(own, hasHeader ? 1 : 0)
  const groupStart = own.findIndex((line, index) => index >= next && groupBorder.test(line))
  const words = own.slice(next, groupStart < 0 ? own.length : groupStart)
  const members = groupStart < 0 ? [] : readMembers(own.slice(groupStart))
  return { ...readWords(words), frames, repeated, link, members }
}

function readFrames(lines: readonly string[], from: number): { frames: Frame[]; repeated: number; next: number } {
  const frames: Frame[] = []
  let repeated = 0
  let i = from
  while (i < lines.length) {
    const line = lines[i] ?? ''
    const match = frameLine.exec(line)
    const again = /^ {2}\[Previous line repeated (\d+) more times?\]$/.exec(line)
    if (again !== null) repeated += Number(again[1])
    else if (match === null) break
    i++
    const code: string[] = []
    while (match !== null && i < lines.length && /^ {4}/.test(lines[i] ?? '')) {
      if (!marks.test(lines[i] ?? '')) code.push((lines[i] ?? '').slice(4).trimEnd())
      i++
    }
    if (match !== null) frames.push(makeFrame(match, code))
  }
  return { frames, repeated, next: i }
}

function makeFrame(match: RegExpExecArray, code: readonly string[]): Frame {
  const [, file = '', line = '0', name = ''] = match
  return { file, line: Number(line), name, code, isLibrary: isLibraryFile(file) }
}

/** Whether a path is of an installed package, the standard library or generated code. */
export function isLibraryFile(file: string): boolean {
  const path = file.replaceAll('\\', '/')
  return /\/(?:site|dist)-packages\/|\/lib(?:64)?\/python[\d.]+\/|\/Python3\d+\/Lib\/|^<frozen |(?:^|\/)burr\/(?:core|tracking|integrations|lifecycle)\//i.test(path)
}

function readWords(lines: readonly string[]): { type: string; message: string } {
  const [first = '', ...rest] = lines
  const match = /^([\w.]+(?:\[[^\]]*\])?)(?:: ?(.*))?$/s.exec(first)
  if (match === null) return { type: '', message: lines.join('\n') }
  return { type: match[1] ?? '', message: [match[2] ?? '', ...rest].join('\n').trimEnd() }
}

/** The members of a group: blocks between borders, each behind a bar one level deeper than the group's own. */
function readMembers(lines: readonly string[]): (readonly Failure[])[] {
  const indent = (lines[0] ?? '').indexOf('+') + 2
  const next = new RegExp(`^ {${indent}}\\+-+ (?:\\d+|\\.\\.\\.) -+$`)
  const end = new RegExp(`^ {${indent}}\\+-{20,}$`)
  const bar = new RegExp(`^ {${indent}}\\| ?`)
  const blocks: string[][] = [[]]
  for (const line of lines.slice(1)) {
    if (end.test(line)) break
    if (next.test(line)) blocks.push([])
    else blocks.at(-1)?.push(line.replace(bar, ''))
  }
  return blocks.map(readChain).filter((chain) => chain.length > 0)
}
