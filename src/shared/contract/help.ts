import { z } from 'zod'
import { method } from './method'

/** A part of the report for whoever helps: its name and its whole text. */
export interface DiagnosticsFile {
  readonly name: string
  readonly text: string
}

export const help = {
  /** What a report about this program would hold, to be read before it is saved: no secret, no name of a bucket, nothing of a run. */
  'help.diagnostics': method<readonly DiagnosticsFile[]>()('main', z.strictObject({})),
  /** The licences of what the program is made with; empty where it was not packaged. */
  'help.licences': method<string>()('main', z.strictObject({}))
} as const
