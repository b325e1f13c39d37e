import type { ReadBucket, ReadEntry, ReadRun } from './readBucket'

/** How often each oddity of real buckets occurs in a generated one. */
export function census(bucket: Omit<ReadBucket, 'census'>): Record<string, number> {
  const ends = ofType(bucket.entries, 'end_entry')
  const exceptions = ends.map((entry) => entry.fields['exception']).filter((text) => typeof text === 'string')
  const runs = [...bucket.runs.values()]
  const count = (accept: (run: ReadRun) => boolean): number => runs.filter(accept).length
  const text = (part: string): number => bucket.objects.filter((object) => object.key.endsWith('.jsonl') && String(object.body).includes(part)).length
  const forked = new Map(bucket.metadata.map((metadata) => [metadata.run, metadata]))
  return {
    failures: exceptions.length,
    chained: exceptions.filter((exception) => exception.includes('direct cause')).length,
    duringHandling: exceptions.filter((exception) => exception.includes('During handling')).length,
    generatorExit: exceptions.filter((exception) => exception.endsWith('GeneratorExit\n')).length,
    neutral: ends.filter((entry) => entry.fields['result'] === null && entry.fields['exception'] === null).length,
    streams: ofType(bucket.entries, 'end_stream').length,
    streamsNeverRead: count((run) => ofType(run.entries, 'begin_stream').length > ofType(run.entries, 'end_stream').length),
    streamsWithoutItems: ofType(bucket.entries, 'end_stream').filter((entry) => entry.fields['items_streamed'] === 0).length,
    openSteps: count((run) => ofType(run.entries, 'begin_entry').length > ofType(run.entries, 'end_entry').length),
    neverStepped: count((run) => run.files === 0 && run.metadata > 0),
    graphWithoutMetadata: count((run) => run.graphs > 0 && run.metadata === 0),
    reusedIds: count((run) => repeats(ofType(run.entries, 'begin_entry').map((entry) => entry.fields['sequence_id']))),
    sameIdInTwoProjects: new Set(runs.map((run) => run.appId)).size < runs.length ? 1 : 0,
    forkOfFork: bucket.metadata.filter(({ project, parent }) => parent !== null && forked.get(JSON.stringify([project, parent.partition_key, parent.app_id]))?.parent != null).length,
    manyFiles: count((run) => run.files > 20),
    crossingSpans: crossingSpans(bucket.entries),
    partitionWithSlash: count((run) => run.partitionKey?.includes('/') === true),
    noPartition: count((run) => run.partitionKey === null),
    pydantic: text('"__pydantic_class"'),
    langchain: text('"lc_document"') * text('"lc_message"'),
    dataFrame: text('"pandas.DataFrame"'),
    context: text('"__context":"ApplicationContext('),
    oldNames: text('gen_ai.usage.prompt_tokens'),
    newNames: text('gen_ai.usage.input_tokens'),
    traced: text('__burr_function_hash'),
    loneFirstEvent: bucket.files.filter((file) => file.lines === 1).length,
    gaps: count((run) => hasGap(run)),
    phantomRoots: text('llm.headers'),
    collidingSpans: count((run) => repeats(ofType(run.entries, 'begin_span').map((entry) => entry.fields['span_id'])) && run.project === 'streaming-chat')
  }
}

function ofType(entries: readonly ReadEntry[], type: string): ReadEntry[] {
  return entries.filter((entry) => entry.fields['type'] === type)
}

function repeats(values: readonly unknown[]): boolean {
  return new Set(values).size < values.length
}

function hasGap(run: ReadRun): boolean {
  const ids = [...new Set(ofType(run.entries, 'begin_entry').map((entry) => Number(entry.fields['sequence_id'])))]
  return ids.length > 1 && Math.max(...ids) - Math.min(...ids) >= ids.length
}

function crossingSpans(entries: readonly ReadEntry[]): number {
  let crossing = 0
  const begun = new Map<string, number>()
  for (const { fields, file } of entries) {
    const spanId = String(fields['span_id'])
    if (fields['type'] === 'begin_span') begun.set(spanId, file)
    if (fields['type'] === 'end_span' && begun.get(spanId) === file - 1) crossing++
    if (fields['type'] === 'end_span') begun.delete(spanId)
  }
  return crossing
}
