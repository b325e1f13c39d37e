import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EffectiveSettings } from '@shared/model/settings'
import { collectDiagnostics } from './diagnostics/diagnostics'
import { runningVersions } from './helpCalls'

const option = '--export-diagnostics'

/** Where `--export-diagnostics FILE` asks for a report; `null` = it does not. */
export function reportFile(own: readonly string[]): string | null {
  const at = own.findIndex((each) => each === option || each.startsWith(`${option}=`))
  if (at < 0) return null
  const path = own[at]?.includes('=') === true ? own[at]?.slice(option.length + 1) : own[at + 1]
  return path === undefined || path === '' || path.startsWith('-') ? 'burr-desktop-report.json' : path
}

/** Writes a report without opening a window or the index, for when neither works. Gives the exit code. */
export function writeReport(file: string, dataFolder: string, settings: EffectiveSettings): number {
  try {
    const files = collectDiagnostics({ dataFolder, versions: runningVersions(), settings, status: null, jobs: null, environment: process.env })
    writeFileSync(resolve(file), JSON.stringify(Object.fromEntries(files.map(({ name, text }) => [name, text])), null, 2), { mode: 0o600 })
    process.stdout.write(`Saved as ${resolve(file)}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`The report could not be written: ${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
}
