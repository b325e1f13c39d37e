import type { Settings } from '@shared/model/settings'
import type { StartChild } from '../backend/snapshot/child'
import type { CommandOptions } from './options'

/** Where a command writes to and what surrounds it. */
export interface CommandIo {
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly env: Readonly<Record<string, string | undefined>>
  /** Starts the program that looks through files of others; a packaged app cannot fork it. */
  readonly startChild?: StartChild
}

/** What a command works with. */
export interface CommandContext extends CommandIo {
  readonly options: CommandOptions
  readonly dataFolder: string
  /** Settings file and environment with the command line on top. */
  readonly settings: Settings
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
  /** Writes one line to stderr. */
  say(line: string): void
  /** Writes the result: the JSON text when asked for JSON, otherwise the words. */
  print(result: { readonly json: () => string; readonly words: () => string }): void
}

/** One headless command; gives the exit code. */
export type Command = (context: CommandContext) => Promise<number>
