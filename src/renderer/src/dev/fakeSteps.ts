import type { RunDetail } from '@shared/contract/runs'
import type { StepEvents } from '@shared/contract/steps'
import type { RunRow } from '@shared/model/run'
import type { AttributeRow, SpanRow, StepDetail, StepRow } from '@shared/model/step'
import { fakeGraphHash } from './fakeGraph'
import { pick, randomOf } from './fakeRandom'

const path = ['classify', 'retrieve', 'rerank', 'generate', 'review', 'respond']

function seedOf(run: RunRow): number {
  return Array.from(run.appId).reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) >>> 0, 7)
}

function stateOf(run: RunRow, index: number): Record<string, unknown> {
  const turns = Math.floor(index / path.length) + 1
  return {
    chat_history: Array.from({ length: turns }, (_, turn) => [
      { role: 'user', content: `My invoice ${1000 + turn} shows the wrong VAT number. Can you correct it and send it again?` },
      ...(turn < turns - 1 ? [{ role: 'assistant', content: `I have corrected invoice **${1000 + turn}** and sent it to the address we have on file.` }] : [])
    ]).flat(),
    intent: index % 6 >= 0 ? 'billing' : null,
    documents: index % 6 >= 1 ? [{ id: 'kb-114', score: 0.8312, title: 'Correcting an invoice' }, { id: 'kb-209', score: 0.7104, title: 'VAT numbers' }] : null,
    answer: index % 6 >= 3 ? 'You can correct the VAT number under Settings → Billing. I have sent invoice 1000 again.' : null,
    approved: index % 6 >= 4,
    embedding: Array.from({ length: 48 }, (_, at) => Math.sin(at + index)),
    account: { id: 9_007_199_254_740_993n.toString(), plan: 'team', seats: 14 },
    __SEQUENCE_ID: index,
    __PRIOR_STEP: path[(index + path.length - 1) % path.length]
  }
}

const traceback = (run: RunRow): string => `Traceback (most recent call last):
  File "/srv/app/.venv/lib/python3.12/site-packages/burr/core/application.py", line 648, in _step
    result = _run_function(next_action, self._state, inputs, name=next_action.name)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/srv/app/support/actions.py", line 71, in generate
    ticket = Ticket.model_validate(state["draft"])
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
${run.lastError?.type ?? 'ValueError'}: ${run.lastError?.message ?? 'nothing'}
`

/** The steps of a made-up run. */
export function fakeStepRows(run: RunRow): readonly StepRow[] {
  const random = randomOf(seedOf(run))
  let at = run.firstTimeUs
  return Array.from({ length: run.stepCount }, (_, index): StepRow => {
    const last = index === run.stepCount - 1
    const failed = run.lastError !== null && (run.status === 'recovered' ? index === Math.max(0, run.stepCount - 2) : last)
    const open = last && (run.status === 'running' || run.status === 'stale' || run.status === 'lost')
    const startUs = at
    const endUs = startUs + Math.floor(4_000 + random() ** 4 * 6_000_000)
    at = endUs + Math.floor(random() * 20_000)
    return {
      build: 0,
      sequenceId: index,
      attempt: 0,
      action: path[index % path.length] ?? 'classify',
      status: failed ? 'failed' : open ? 'open' : 'ok',
      startUs,
      endUs: open ? null : endUs,
      startText: new Date(startUs / 1000).toISOString().replace('Z', ''),
      endText: open ? null : new Date(endUs / 1000).toISOString().replace('Z', ''),
      errorLine: failed ? `${run.lastError?.type}: ${run.lastError?.message}`.slice(0, 300) : null,
      beginRecorded: true,
      stateIs: open ? 'none' : failed ? 'before' : 'after',
      spanCount: index % 6 === 3 ? 3 : index % 6 === 1 ? 1 : 0,
      attributeCount: index % 6 === 3 ? 5 : 0,
      streamed: index % 6 === 5,
      retryOf: null,
      childCount: 0
    }
  })
}

/** A made-up run, opened. */
export function fakeRunDetail(run: RunRow): RunDetail {
  return {
    run,
    builds: [{ timeUs: run.firstTimeUs, graphHash: fakeGraphHash, forkParent: run.forkParent, spawnParent: run.spawnParent }],
    graphHash: fakeGraphHash,
    parents: [run.forkParent, run.spawnParent].flatMap((pointer, at) => (pointer === null ? [] : [{ pointer, kind: at === 0 ? ('fork' as const) : ('spawn' as const), run: null }])),
    children: [],
    steps: fakeStepRows(run),
    badLines: [],
    clock: { offsetMinutes: 60, sure: true },
    waiting: null,
    logFiles: { known: run.logFileCount, here: run.logFileCount }
  }
}

function spansOf(step: StepRow): readonly SpanRow[] {
  const { startUs, endUs } = step
  if (startUs === null || endUs === null || step.spanCount === 0) return []
  const part = (endUs - startUs) / 10
  const id = `${step.sequenceId}:0`
  const span = (spanId: string, parentSpanId: string | null, name: string, depth: number, from: number, to: number): SpanRow => ({
    spanId, parentSpanId, name, depth, startUs: Math.round(startUs + part * from), endUs: Math.round(startUs + part * to), beginRecorded: true
  })
  return step.spanCount === 1
    ? [span(id, null, 'vector_search', 1, 1, 9)]
    : [span(id, null, 'build_prompt', 1, 0, 1), span(`${step.sequenceId}:1`, null, 'openai.chat', 1, 1, 9), span(`${step.sequenceId}:1.0`, `${step.sequenceId}:1`, 'parse_output', 2, 7, 9)]
}

function attributesOf(step: StepRow): readonly AttributeRow[] {
  if (step.attributeCount === 0) return []
  const values: readonly (readonly [string, unknown])[] = [
    ['gen_ai.request.model', 'gpt-4o'],
    ['gen_ai.usage.prompt_tokens', 812],
    ['gen_ai.usage.completion_tokens', 164],
    ['gen_ai.response.finish_reasons', ['stop']],
    ['temperature', 0.2]
  ]
  return values.map(([key, value]) => ({ key, spanId: `${step.sequenceId}:1`, valueText: JSON.stringify(value), timeUs: step.endUs }))
}

/** Spans, attributes and streams of a made-up run. */
export function fakeStepEvents(run: RunRow): readonly StepEvents[] {
  return fakeStepRows(run).map((step) => ({
    build: step.build,
    sequenceId: step.sequenceId,
    attempt: step.attempt,
    spans: spansOf(step),
    attributes: attributesOf(step),
    stream: step.streamed && step.startUs !== null ? { initUs: step.startUs, firstItemUs: step.startUs + 900, endUs: step.endUs, items: 41 } : null
  }))
}

/** One made-up step with its values. */
export function fakeStepDetail(run: RunRow, sequenceId: number): StepDetail | null {
  const steps = fakeStepRows(run)
  const step = steps[sequenceId]
  if (step === undefined) return null
  const events = fakeStepEvents(run)[sequenceId]
  const objectKey = `data/${run.project}/2026/11/22/20/41:07.123456/${run.partitionKey ?? '__none__'}/${run.appId}/0b1f__log.jsonl`
  return {
    step,
    stateText: step.status === 'open' ? null : JSON.stringify(stateOf(run, step.status === 'failed' ? sequenceId - 1 : sequenceId)),
    resultText: step.status === 'ok' ? JSON.stringify({ answer: pick(['sent', 'queued'], sequenceId / 100) }) : null,
    inputsText: step.action === 'classify' ? JSON.stringify({ prompt: 'My invoice shows the wrong VAT number.' }) : '{}',
    exception: step.status === 'failed' ? traceback(run) : null,
    previousStateText: sequenceId === 0 ? null : JSON.stringify(stateOf(run, sequenceId - 1)),
    previousStep: sequenceId === 0 ? null : { build: 0, sequenceId: sequenceId - 1, attempt: 0 },
    spans: events?.spans ?? [],
    attributes: events?.attributes ?? [],
    stream: events?.stream ?? null,
    unknownLines: [],
    beginPlace: { objectKey, line: sequenceId * 2 },
    endPlace: step.status === 'open' ? null : { objectKey, line: sequenceId * 2 + 1 }
  }
}
