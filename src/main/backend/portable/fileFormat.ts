import { z } from 'zod'
import { runKey, stepKey } from '@shared/contract/keys'

/**
 * A portable snapshot is `magic` and then one brotli stream of lines: the manifest, an annotation a line, each object as a line
 * that says how long it is, its bytes and a line feed, and last the hash of all that came before. It holds the objects of the runs
 * as Burr wrote them and no database: opening one indexes them anew, so there is no foreign SQLite to be trusted, and whatever was
 * taken out of a body is in no title, error or word index either. Nothing in it tells when it was made: the same input gives the
 * same bytes.
 */
export { magic } from './magic'

/** Longest line in bytes; only an annotation has more than a few hundred. */
export const lineLimitBytes = 16 * 1024 ** 2
/** Longest object in bytes. */
export const bodyLimitBytes = 512 * 1024 ** 2
/** Most bytes that are unpacked from one file. */
export const rawLimitBytes = 8 * 1024 ** 3
/** What unpacks to so many times its size is a bomb; logs that repeat a large state pack to a five-hundredth. */
export const unpackRatioLimit = 2000
export const mostObjects = 10_000_000

const count = z.int().min(0)

/** Schema of the first line. */
export const manifestLine = z.strictObject({
  format: z.literal(1),
  runs: count,
  objects: count,
  missing: count,
  annotations: count,
  note: z.string().max(20_000),
  focus: z.strictObject({ run: runKey, step: stepKey.nullable() }).nullable(),
  /** Rules by which values were taken out, with counts; `null` = nothing was. */
  redaction: z.array(z.strictObject({ rule: z.string().max(200), found: count, distinct: count })).max(200).nullable()
})

/** The first line of a file. */
export type FileManifest = z.output<typeof manifestLine>

/** Schema of the line before an object. */
export const objectLine = z.strictObject({
  key: z.string().min(1).max(2048),
  size: z.int().min(0).max(bodyLimitBytes),
  modifiedUs: z.int(),
  tracker: z.string().max(1024).nullable()
})

const text = z.string().max(4_000_000)

/** Schema of a line with an annotation. */
export const annotationLine = z.strictObject({
  annotation: z.strictObject({
    run: runKey,
    step: z.strictObject({ build: count.nullable(), sequenceId: z.int(), attempt: count.nullable() }),
    action: z.string().max(1024),
    spanId: z.string().max(1024).nullable(),
    fieldPath: z.string().min(1).max(2048).nullable(),
    tags: z.array(z.string().max(1024)).max(100),
    observations: z
      .array(
        z.strictObject({
          thumbs: z.enum(['up', 'down']).nullable(),
          note: text.nullable(),
          groundTruth: text.nullable(),
          pointers: z.array(z.strictObject({ kind: z.enum(['state-field', 'attribute']), name: z.string().max(1024), spanId: z.string().max(1024).nullable() })).max(100)
        })
      )
      .max(100),
    createdUs: z.int(),
    updatedUs: z.int()
  })
})

/** An annotation as it travels. */
export type FileAnnotation = z.output<typeof annotationLine>['annotation']

/** Schema of the last line. */
export const endLine = z.strictObject({ end: z.string().regex(/^[0-9a-f]{64}$/) })
