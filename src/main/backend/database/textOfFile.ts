import { memberText, scanObject } from '@shared/exactJson/members'
import type { LogEntry } from '../burr/logEntry'
import { eachLeaf } from './textLeaves'

/** More of one value than this (UTF-16 units) cannot be found. */
export const longestValue = 64 * 1024
/** Line numbers take so many bits of a row's id in the full-text index. */
export const lineBits = 17

/** What can be found in one line of a log file. */
export interface LineText {
  readonly line: number
  readonly text: string
}

/** What can be found in a log file. */
export interface FileText {
  readonly lines: readonly LineText[]
  /** Whether some value is longer than what is indexed of it. */
  readonly isPartial: boolean
}

/**
 * The text of a log file by lines. Burr repeats the whole state at every step: a value that stood before it in the same file is not
 * taken again.
 */
export function textOfFile(entries: readonly LogEntry[]): FileText {
  const reader = new FileReader()
  for (const entry of entries) reader.take(entry)
  return { lines: reader.lines, isPartial: reader.isPartial }
}

/** Burr's own members of states and inputs: of no use to a person who looks for something. */
export function isBookkeeping(name: string): boolean {
  return name.startsWith('__')
}

class FileReader {
  readonly lines: LineText[] = []
  isPartial = false
  private readonly seen = new Set<string>()
  private readonly memberBefore = new Map<string, string>()
  private parts: string[] = []

  take(entry: LogEntry): void {
    this.parts = []
    if (entry.place.flags.includes('outlined')) this.isPartial = true
    this.collect(entry)
    const { line } = entry.place
    if (this.parts.length === 0) return
    if (line >= 2 ** lineBits) this.isPartial = true
    else this.lines.push({ line, text: this.parts.join(' \n') })
  }

  private collect(entry: LogEntry): void {
    switch (entry.kind) {
      case 'begin-step':
        this.parts.push(entry.action)
        this.members(entry.inputs)
        return
      case 'end-step':
        this.parts.push(entry.action)
        if (entry.exception !== null) this.add(entry.exception)
        if (entry.result !== null) this.members(entry.result)
        this.state(entry.state)
        return
      case 'attribute':
        this.parts.push(entry.key)
        eachLeaf(entry.value, (leaf) => this.add(leaf))
        return
      case 'begin-span':
        this.parts.push(entry.name)
        return
      case 'unknown':
        eachLeaf(entry.place.text, (leaf) => this.add(leaf))
        return
      case 'end-span':
      case 'begin-stream':
      case 'first-item':
      case 'end-stream':
    }
  }

  private members(json: string): void {
    for (const { key, text } of membersOf(json)) if (!isBookkeeping(key)) eachLeaf(text, (leaf) => this.add(leaf))
  }

  private state(json: string): void {
    for (const { key, text } of membersOf(json)) {
      if (isBookkeeping(key) || this.memberBefore.get(key) === text) continue
      this.memberBefore.set(key, text)
      eachLeaf(text, (leaf) => {
        if (!this.seen.has(leaf)) this.add(leaf)
      })
    }
  }

  private add(leaf: string): void {
    this.seen.add(leaf)
    if (leaf.length > longestValue) this.isPartial = true
    this.parts.push(leaf.length > longestValue ? leaf.slice(0, longestValue) : leaf)
  }
}

function membersOf(json: string): { readonly key: string; readonly text: string }[] {
  const scan = scanObject(json)
  if (!scan.ok) return []
  return [...new Set(scan.members.map(({ key }) => key))].map((key) => ({ key, text: memberText(json, scan, key) ?? 'null' }))
}
