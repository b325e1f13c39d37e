import { join } from 'node:path'
import { RotatingFile } from './rotatingFile'
import type { RotationLimits } from './rotatingFile'
import { scrubSecrets } from './scrub'

/** The weights of a line, lightest first; `warn` and heavier are written unless more was asked for. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number]

const limits: RotationLimits = { files: 5, bytes: 5 * 1024 * 1024 }
const longestEntry = 16_384

/** What the program writes about itself: `logs/burr-desktop.log` of the data folder, five files of 5 MB, never a secret. */
export class Log {
  readonly #file: RotatingFile
  readonly #least: number

  constructor(dataFolder: string, level: LogLevel = 'warn', kept: RotationLimits = limits) {
    this.#file = new RotatingFile(join(dataFolder, 'logs'), kept)
    this.#least = logLevels.indexOf(level)
  }

  write(level: LogLevel, area: string, text: string): void {
    if (logLevels.indexOf(level) < this.#least) return
    const shown = scrubSecrets(text.length > longestEntry ? `${text.slice(0, longestEntry)} … (${text.length - longestEntry} characters more)` : text)
    this.#file.append(`${new Date().toISOString()} ${level.toUpperCase()} ${area}: ${shown.trimEnd().replaceAll('\n', '\n    ')}\n`)
  }

  /**
   * Keeps what any part of this process and its threads writes to standard error, and lets it through without its secrets. Chromium writes there by
   * itself and is not heard.
   */
  listenToStderr(stream: NodeJS.WriteStream = process.stderr): void {
    const through = stream.write.bind(stream) as (text: string) => boolean
    stream.write = ((chunk: string | Uint8Array, encoding?: BufferEncoding | (() => void), done?: () => void): boolean => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      this.write('error', 'stderr', text)
      const after = typeof encoding === 'function' ? encoding : done
      const went = through(scrubSecrets(text))
      if (after !== undefined) queueMicrotask(after)
      return went
    }) as typeof stream.write
  }
}

/** The level that `BURR_DESKTOP_LOG` names; anything else is `warn`. */
export function logLevelOf(environment: Readonly<Record<string, string | undefined>>): LogLevel {
  return logLevels.find((each) => each === environment['BURR_DESKTOP_LOG']) ?? 'warn'
}
