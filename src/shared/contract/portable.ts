import { z } from 'zod'
import type { ExportOutcome, ExportPreview, OpenedFile, PortableStatus } from '../model/portable'
import { redactionRules } from '../model/portable'
import { runKey, stepKey } from './keys'
import { method } from './method'
import { runList } from './runs'

const ownRule = z.strictObject({ name: z.string().trim().min(1).max(60), pattern: z.string().min(1).max(2000) })

/** Schema of what goes into an exported file: runs by name, or all of a list; at least one of both. */
export const portableSelection = z.strictObject({
  runs: z.array(runKey).max(1000).readonly().default([]),
  list: runList.nullable().default(null),
  withParents: z.boolean().default(true),
  /** Forks and sub-runs, and theirs. */
  withChildren: z.boolean().default(true),
  withAnnotations: z.boolean().default(true),
  /** `null` = values go as they are. */
  redaction: z
    .strictObject({ builtIn: z.array(z.enum(redactionRules)).readonly().default([...redactionRules]), own: z.array(ownRule).max(50).readonly().default([]) })
    .nullable()
    .default(null)
})

const words = {
  note: z.string().max(10_000).default(''),
  focus: z.strictObject({ run: runKey, step: stepKey.nullable() }).nullable().default(null)
}

/** Schema of a file to be exported. */
export const portableExport = portableSelection.extend(words)

/** What goes into an exported file. */
export type PortableSelection = z.output<typeof portableSelection>

/** An exported file: what goes into it, the note of its writer and the place it opens at. */
export type PortableExport = z.output<typeof portableExport>

export const portable = {
  /** What a file would hold and what would be taken out of it; nothing is written. */
  'portable.preview': method<ExportPreview>()('main', portableSelection),
  /** Asks where to save and writes the file there, whole or not at all; `null` = no place was chosen. */
  'portable.export': method<ExportOutcome | null>()('main', portableExport.extend({ fileName: z.string().min(1).max(200) })),
  /** Asks for a file (or a folder) and shows it in the place of the workspace; `null` = none was chosen, or it is only reported on. */
  'portable.open': method<OpenedFile | null>()('main', z.strictObject({ what: z.enum(['file', 'folder']).default('file') })),
  /** Shows the sample that comes with the app. */
  'portable.openSample': method<OpenedFile>()('main', z.strictObject({})),
  /** Goes back to the workspace and forgets the opened file. */
  'portable.close': method<null>()('main', z.strictObject({})),
  'portable.status': method<PortableStatus>()('main', z.strictObject({})),
  /** Stops the export or the opening under way. */
  'portable.cancel': method<null>()('main', z.strictObject({})),
  /** Forgets what is told of a server's database or of a file that could not be opened. */
  'portable.dismiss': method<null>()('main', z.strictObject({}))
} as const
