import type { PortableExport, PortableSelection } from '@shared/contract/portable'
import type { ExportOutcome, ExportPreview } from '@shared/model/portable'
import type { Annotation } from '@shared/model/annotation'
import type { RunKey } from '@shared/model/run'
import { AppError } from '@shared/errors'
import { noPartition, parseKey, renderKey } from '../burr/key'
import type { ReadDatabase } from '../database/connection'
import type { FileAnnotation } from './fileFormat'
import { planExport, readPlanned } from './plan'
import type { ExportPlan, PlannedObject } from './plan'
import { redactBody } from './redact/redactBody'
import { Redactor } from './redact/redactor'
import { writePortableFile } from './writeFile'
import type { FilePart, FileTarget } from './writeFile'

/** How an export is followed and stopped. */
export interface ExportOptions {
  readonly signal: AbortSignal
  /** Objects done, of all that are looked at; with redaction each is looked at twice. */
  onProgress?(done: number, total: number): void
}

/** Up to so many bytes the size is found by packing; above, only what it cannot exceed is told. */
const packedForPreviewBytes = 64 * 1024 ** 2

/** Says what a file would hold, and what would be taken out of it; writes nothing. */
export async function previewExport(db: ReadDatabase, selection: PortableSelection, options: ExportOptions): Promise<ExportPreview> {
  const plan = planExport(db, selection)
  const isSizeExact = plan.rawBytes <= packedForPreviewBytes
  const work = new Export(db, plan, { ...selection, note: '', focus: null }, options, isSizeExact ? 2 : 1)
  await work.lookForSecrets()
  const sizeBytes = isSizeExact ? await writePortableFile(work.parts(), null, options.signal) : plan.packedBytes
  const because = (why: string): number => plan.runs.filter((run) => run.because === why).length
  const { missing, missingRuns, rawBytes } = plan
  return {
    runs: plan.runs.length, parents: because('parent'), children: because('child'), objects: plan.objects.length, missing, missingRuns,
    annotations: plan.annotations.length, rawBytes, sizeBytes, isSizeExact, redaction: work.counts()
  }
}

/** Writes the file; gives what is in it, without its name. */
export async function exportRuns(db: ReadDatabase, request: PortableExport, target: FileTarget, options: ExportOptions): Promise<Omit<ExportOutcome, 'fileName'>> {
  const plan = planExport(db, request)
  const work = new Export(db, plan, request, options, 2)
  await work.lookForSecrets()
  const sizeBytes = await writePortableFile(work.parts(), target, options.signal)
  const { runs, objects, missing, annotations } = plan
  return { sizeBytes, runs: runs.length, objects: objects.length, missing, annotations: annotations.length, redaction: work.counts() }
}

class Export {
  readonly #db: ReadDatabase
  readonly #plan: ExportPlan
  readonly #request: PortableExport
  readonly #options: ExportOptions
  readonly #redactor: Redactor | null
  readonly #total: number
  #firstCounts: ExportPreview['redaction'] | null = null
  #done = 0

  constructor(db: ReadDatabase, plan: ExportPlan, request: PortableExport, options: ExportOptions, looks: number) {
    this.#db = db
    this.#plan = plan
    this.#request = request
    this.#options = options
    this.#redactor = request.redaction === null ? null : new Redactor(request.redaction)
    this.#total = plan.objects.length * (this.#redactor === null ? 1 : looks)
  }

  counts(): ExportPreview['redaction'] {
    return this.#redactor?.counts() ?? []
  }

  /** The first look: a secret that only its name gives away is then known wherever else it stands. */
  async lookForSecrets(): Promise<void> {
    if (this.#redactor === null) return
    for await (const part of this.#eachPart()) void part
    this.#firstCounts = this.#redactor.counts()
    this.#redactor.again()
  }

  async *parts(): AsyncGenerator<FilePart, void, undefined> {
    const { runs, objects, annotations, missing } = this.#plan
    const { note, focus } = this.#request
    // What is in the file and what was taken out of it stands in its first line, so the counts are those of the look before.
    const redaction = this.#firstCounts === null ? null : [...this.#firstCounts]
    const place = focus === null ? null : { ...focus, run: this.#runName(focus.run) }
    yield { manifest: { format: 1, runs: runs.length, objects: objects.length, missing, annotations: annotations.length, note: this.#text(note), focus: place, redaction } }
    yield* this.#eachPart()
  }

  async *#eachPart(): AsyncGenerator<FilePart, void, undefined> {
    for (const annotation of this.#plan.annotations) yield { annotation: this.#annotation(annotation) }
    let sinceTurn = 0
    for (const object of this.#plan.objects) {
      this.#options.signal.throwIfAborted()
      const part = this.#object(object)
      yield part
      this.#options.onProgress?.((this.#done += 1), this.#total)
      // Nothing else of the thread waits longer than for a few bodies.
      if ((sinceTurn += part.bytes.length) < 1024 * 1024) continue
      sinceTurn = 0
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #object(object: PlannedObject): Extract<FilePart, { key: string }> {
    const bytes = readPlanned(this.#db, object)
    if (bytes === null) throw new AppError({ code: 'body-missing', message: 'An object was given up while the file was made.', action: 'Export again.' })
    const { kind, lastModifiedUs: modifiedUs, trackerId: tracker } = object
    if (this.#redactor === null) return { key: object.key, modifiedUs, tracker, bytes }
    return { key: this.#key(object), modifiedUs, tracker, bytes: redactBody(kind, bytes, this.#redactor) }
  }

  // A partition key is often a person's address, and stands in every key.
  #key({ key, run }: PlannedObject): string {
    const named = this.#runName(run)
    if (named.appId === run.appId && named.partitionKey === run.partitionKey) return key
    const parsed = parseKey(key)
    if (parsed.kind === 'stray') return key
    const isSettled = parsed.rest === `${run.partitionKey ?? noPartition}/${run.appId}`
    return isSettled ? renderKey({ ...parsed, rest: `${named.partitionKey ?? noPartition}/${named.appId}` }) : this.#text(key)
  }

  #runName({ project, partitionKey, appId }: RunKey): RunKey {
    return { project, partitionKey: partitionKey === null ? null : this.#text(partitionKey), appId: this.#text(appId) }
  }

  #annotation(annotation: Annotation): FileAnnotation {
    const { step, action, spanId, fieldPath, createdUs, updatedUs } = annotation
    const observations = annotation.observations.map(({ note, groundTruth, thumbs, pointers }) => {
      return { thumbs, note: this.#optional(note), groundTruth: this.#optional(groundTruth), pointers: [...pointers] }
    })
    const tags = annotation.tags.map((tag) => this.#text(tag))
    return { run: this.#runName(annotation.run), step, action, spanId, fieldPath, tags, observations, createdUs, updatedUs }
  }

  #optional(text: string | null): string | null {
    return text === null ? null : this.#text(text)
  }

  #text(text: string): string {
    return this.#redactor === null ? text : this.#redactor.text(text)
  }
}
