import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AssembleFile, AssembleInput } from './assemble'
import { decodeFacts, encodeFacts } from './factsCode'
import { foldRun, type FoldedRun } from './fold'
import type { FoldMetadata } from './foldInput'
import { dawnUs, foldInputOf, LogWriter, logFile } from './logFixture'
import { nextStatusChangeUs, statusAt } from './runStatus'

const w = new LogWriter()
const boom = 'Traceback (most recent call last):\n  File "x", line 1\nValueError: boom\n'

function fold(logFiles: readonly AssembleFile[], more: Partial<AssembleInput> = {}): FoldedRun {
  return foldRun(foldInputOf({ logFiles, ...more }))
}

function names(run: FoldedRun): readonly string[] {
  return run.steps.map(({ build, sequenceId, attempt, action, status }) => `${build}.${sequenceId}.${attempt} ${action} ${status}`)
}

function metadataAt(ms: number, spawnStep: number | null = null): FoldMetadata {
  const spawningParentPointer = spawnStep === null ? null : { appId: 'parent', sequenceId: spawnStep, partitionKey: null }
  return { key: `m${ms}`, timeUs: dawnUs + ms * 1000, partitionKey: null, parentPointer: null, spawningParentPointer }
}

const graphAt = (ms: number, hash = 'h'): { key: string; timeUs: number; hash: string } => ({ key: `g${ms}`, timeUs: dawnUs + ms * 1000, hash })

describe('steps', () => {
  it('join their begin and end over files', () => {
    const { steps, summary } = fold([logFile(1000, [w.begin(999, 0, 'ask')]), logFile(6000, [w.end(1500, 0, 'ask'), w.begin(1501, 1, 'reply')])])
    expect(steps).toMatchObject([
      { action: 'ask', status: 'ok', stateIs: 'after', startUs: dawnUs + 999_000, endUs: dawnUs + 1_500_000, begin: { line: 0 }, end: { line: 0, isUtc: false } },
      { action: 'reply', status: 'open', stateIs: 'none', endUs: null, end: null }
    ])
    expect(summary).toMatchObject({ stepCount: 2, openSteps: 1, isLastStepOpen: true, longestStepUs: 501_000, logFileCount: 2 })
  })

  it('keep an end whose begin is lost, without counting it as begun', () => {
    const { steps, summary } = fold([logFile(6000, [w.end(1500, 3, 'ask', { exception: boom })])])
    expect(steps).toMatchObject([{ sequenceId: 3, status: 'failed', stateIs: 'before', begin: null, startUs: null }])
    expect(summary).toMatchObject({ stepCount: 0, failedCount: 1, lastError: { type: 'ValueError', message: 'boom', action: 'ask', sequenceId: 3 } })
  })

  it('find their end in a file whose key is earlier, when the clock was set back', () => {
    const { steps } = fold([logFile(2000, [w.end(1500, 0, 'ask')]), logFile(4000, [w.begin(1400, 0, 'ask')])])
    expect(steps).toMatchObject([{ status: 'ok', begin: {}, end: {} }])
  })

  it('sort a whole second before its fractions', () => {
    const run = fold([logFile(3000, [w.begin(2900, 0, 'a')]), logFile(3000.5, [w.end(3000, 0, 'a')])])
    expect(names(run)).toEqual(['0.0.0 a ok'])
  })

  it('may leave gaps in their ids', () => {
    const run = fold([logFile(1000, [w.begin(1, 4, 'a'), w.end(2, 4, 'a'), w.begin(3, 9, 'b'), w.end(4, 9, 'b')])])
    expect(names(run)).toEqual(['0.4.0 a ok', '0.9.0 b ok'])
    expect(run.summary.stepCount).toBe(2)
  })

  it('are abandoned when a consumer left their stream', () => {
    const run = fold([logFile(1000, [w.begin(1, 0, 'a'), w.beginStream(1, 0), w.end(2, 0, 'a', { exception: 'Traceback (most recent call last):\n  File "x"\nGeneratorExit\n' })])])
    expect(run.steps).toMatchObject([{ status: 'abandoned', isStreamed: true }])
    expect(run.summary.failedCount).toBe(0)
  })

  it('carry counts and tokens of what was logged in them, old names and new not added up', () => {
    const lines = [
      w.begin(1, 0, 'a'),
      w.beginSpan(2, '0:0', 's'),
      w.attribute(3, 0, '0:0', 'gen_ai.usage.prompt_tokens', 10),
      w.attribute(3, 0, '0:0', 'gen_ai.usage.input_tokens', 10),
      w.attribute(3, 0, '0:0', 'gen_ai.usage.completion_tokens', 4),
      w.attribute(3, 0, '0:1', 'gen_ai.usage.output_tokens', 5),
      w.attribute(3, 0, '0:1', 'gen_ai.usage.output_tokens', 'many')
    ]
    const { steps, summary } = fold([logFile(1000, lines)])
    expect(steps).toMatchObject([{ spanCount: 1, attributeCount: 5, promptTokens: 10, completionTokens: 9 }])
    expect(summary).toMatchObject({ promptTokens: 10, completionTokens: 9, spanCount: 1 })
  })
})

describe('a step without result and exception', () => {
  const nothing = { result: null }
  const pair = (next: string): readonly AssembleFile[] => [logFile(1000, [w.begin(1, 0, 'a'), w.end(2, 0, 'a', nothing), w.begin(3, 1, next), w.end(4, 1, next)])]

  it('went well when another action follows', () => {
    expect(fold(pair('b')).steps[0]).toMatchObject({ status: 'ok', stateIs: 'before' })
  })

  it('was interrupted when its action follows and the graph has no such transition', () => {
    expect(fold(pair('a'), { selfTransitions: new Set() }).steps).toMatchObject([{ status: 'interrupted', stateIs: 'before' }, { retryOf: 0 }])
  })

  it('is undecided in a self-loop, without a graph, at the end, and across builds', () => {
    expect(fold(pair('a'), { selfTransitions: new Set(['a']) }).steps[0]?.status).toBe('unrecorded')
    expect(fold(pair('a')).steps[0]?.status).toBe('unrecorded')
    expect(fold([logFile(1, [w.begin(1, 0, 'a'), w.end(2, 0, 'a', nothing)])]).steps[0]?.status).toBe('unrecorded')
    const restarted = [logFile(1000, [w.begin(1, 0, 'a'), w.end(2, 0, 'a', nothing), w.begin(3, 0, 'b')])]
    expect(fold(restarted).steps[0]?.status).toBe('unrecorded')
  })
})

describe('attempts', () => {
  it('are told by order when a failed action comes again under the next id', () => {
    const failing = (ms: number, id: number): string[] => [w.begin(ms, id, 'a'), w.end(ms + 1, id, 'a', { exception: boom })]
    const run = fold([logFile(1000, [...failing(1, 0), ...failing(3, 1), w.begin(5, 2, 'a'), w.end(6, 2, 'a'), w.begin(7, 3, 'a')])])
    expect(run.steps.map(({ retryOf }) => retryOf)).toEqual([null, 0, 0, null])
    expect(run.summary).toMatchObject({ failedCount: 2, isRecovered: true, stepCount: 4 })
  })

  it('are counted when the id begun last is begun again', () => {
    const run = fold([logFile(1000, [w.begin(1, 0, 'a'), w.end(2, 0, 'a'), w.begin(3, 1, 'b')]), logFile(9000, [w.begin(8000, 1, 'b'), w.end(8001, 1, 'b')])])
    expect(names(run)).toEqual(['0.0.0 a ok', '0.1.0 b open', '0.1.1 b ok'])
    expect(run.summary).toMatchObject({ stepCount: 2, isLastStepOpen: false, openSteps: 1 })
  })
})

describe('builds', () => {
  const life = (ms: number): readonly string[] => [w.begin(ms, 0, 'a'), w.end(ms + 1, 0, 'a'), w.begin(ms + 2, 1, 'b'), w.end(ms + 3, 1, 'b')]

  it('begin anew with the sequence, each at the metadata before its first event', () => {
    // Both were built before either log file was flushed, as in a loop over parallel actions.
    const input = { metadata: [metadataAt(100, 1), metadataAt(120, 3)], graphs: [graphAt(90), graphAt(115)] }
    const run = fold([logFile(1000, life(105)), logFile(1010, life(130))], input)
    expect(names(run)).toEqual(['0.0.0 a ok', '0.1.0 b ok', '1.0.0 a ok', '1.1.0 b ok'])
    expect(run.builds).toMatchObject([
      { build: 0, metadataKey: 'm100', graphKey: 'g90', spawningParentPointer: { sequenceId: 1 }, stepCount: 2 },
      { build: 1, metadataKey: 'm120', graphKey: 'g115', spawningParentPointer: { sequenceId: 3 } }
    ])
    expect(run.summary.spawnParents.map(({ sequenceId }) => sequenceId)).toEqual([1, 3])
    expect(run.summary.spawnParent).toMatchObject({ sequenceId: 3 })
  })

  it('are told apart when both were built before either began', () => {
    const run = fold([logFile(1000, life(200)), logFile(1010, life(300))], { metadata: [metadataAt(100, 1), metadataAt(120, 3)] })
    expect(run.builds.map(({ metadataKey }) => metadataKey)).toEqual(['m100', 'm120'])
  })

  it('do not begin when a web service builds again and the steps go on', () => {
    const input = { metadata: [metadataAt(10), metadataAt(5000)], graphs: [graphAt(5, 'old'), graphAt(4990, 'new')] }
    const run = fold([logFile(1000, life(100)), logFile(6000, [w.begin(5100, 2, 'a'), w.end(5200, 2, 'a')])], input)
    expect(names(run)).toEqual(['0.0.0 a ok', '0.1.0 b ok', '0.2.0 a ok'])
    expect(run.builds).toMatchObject([{ metadataKey: 'm10', graphKey: 'g4990', graphHash: 'new' }])
  })

  it('are one when a non-blocking writer puts each object twice', () => {
    const input = { metadata: [metadataAt(10), metadataAt(12), metadataAt(3000), metadataAt(3002)], graphs: [graphAt(5), graphAt(6), graphAt(2990), graphAt(2991)] }
    const run = fold([logFile(1000, life(100)), logFile(4000, life(3100))], input)
    expect(run.builds.map(({ metadataKey }) => metadataKey)).toEqual(['m12', 'm3002'])
    expect(run.builds.map(({ graphKey }) => graphKey)).toEqual(['g6', 'g2991'])
  })

  it('begin anew at 0 after a resumed sequence, and when ids come again behind others', () => {
    expect(names(fold([logFile(1000, [w.begin(1, 7, 'a'), w.begin(2, 0, 'a'), w.begin(3, 1, 'b')])])).map((name) => name.slice(0, 3))).toEqual(['0.7', '1.0', '1.1'])
    expect(names(fold([logFile(1000, [w.begin(1, 5, 'a'), w.begin(2, 6, 'b'), w.begin(3, 5, 'a')])])).map((name) => name.slice(0, 3))).toEqual(['0.5', '0.6', '1.5'])
  })

  it('stand alone when nothing was stepped, and when metadata is missing', () => {
    const built = fold([], { metadata: [metadataAt(10, 2)], graphs: [graphAt(5)] })
    expect(built).toMatchObject({ steps: [], builds: [{ build: 0, stepCount: 0, graphKey: 'g5', spawningParentPointer: { sequenceId: 2 } }] })
    expect(built.summary).toMatchObject({ firstTimeUs: dawnUs + 5000, lastTimeUs: dawnUs + 10_000, lastAction: null })
    expect(fold([logFile(1000, life(100))], { graphs: [graphAt(5)] }).builds).toMatchObject([{ graphKey: 'g5', metadataKey: null }])
    expect(fold([])).toMatchObject({ steps: [], builds: [] })
  })
})

describe('two trackers on one application', () => {
  const lines = (late: number): readonly string[] => [0, 1, 2].flatMap((id) => [w.begin(100 * id + late, id, 'a'), w.attribute(100 * id + late, id, null, 'gen_ai.usage.prompt_tokens', 1), w.end(100 * id + 50 + late, id, 'a')])

  it('log each step twice; one of them is kept', () => {
    const run = fold([logFile(1000, lines(0), 'A'), logFile(1001, lines(0.02), 'B'), logFile(1200, [w.begin(900, 3, 'b')], 'B')])
    expect(names(run)).toEqual(['0.0.0 a ok', '0.1.0 a ok', '0.2.0 a ok', '0.3.0 b open'])
    expect(run.summary).toMatchObject({ duplicateCount: 3, promptTokens: 3, stepCount: 4 })
  })

  it('are not confused with a rebuilt run that has a tracker of its own', () => {
    const run = fold([logFile(1000, lines(0), 'A'), logFile(1100, lines(320), 'B')])
    expect(run.summary).toMatchObject({ duplicateCount: 0, stepCount: 6, buildCount: 2 })
  })

  it('are not confused with one step handed from process to process', () => {
    const late = logFile(5000, [w.begin(1, 0, 'a'), w.end(2, 0, 'a')], 'A')
    const run = fold([late, logFile(1000, [w.begin(500, 1, 'b'), w.end(501, 1, 'b')], 'B')])
    expect(names(run)).toEqual(['0.0.0 a ok', '0.1.0 b ok'])
  })
})

describe('clocks', () => {
  it('are settled by the nearest sure file when one was flushed too late', () => {
    const run = fold([logFile(1000, [w.begin(999, 0, 'a')]), logFile(600_000, [w.end(1500, 0, 'a')])])
    expect(run.steps).toMatchObject([{ endUs: dawnUs + 1_500_000 }])
    expect(run.summary.lastTimeUs).toBe(dawnUs + 1_500_000)
  })
})

describe('the hour that comes twice', () => {
  it('gives no negative durations, also after the facts were stored', () => {
    const dawn = dawnUs / 1000
    const summer = new LogWriter(-240)
    const winter = new LogWriter(-300)
    const lines = [summer.begin(-1000, 0, 'a'), winter.end(1000, 0, 'a'), winter.begin(1001, 1, 'b')]
    const input = foldInputOf({ logFiles: [logFile(2000, lines)] })
    const stored = input.logFiles.map((file) => ({ ...file, facts: decodeFacts(encodeFacts(file.facts)) ?? file.facts }))
    expect(stored[0]?.facts).toEqual(input.logFiles[0]?.facts)
    expect(foldRun({ ...input, logFiles: stored }).steps).toMatchObject([{ startUs: (dawn - 1000) * 1000, endUs: (dawn + 1000) * 1000 }, { startUs: (dawn + 1001) * 1000 }])
  })
})

describe('the status of a run', () => {
  const at = (run: FoldedRun, seconds: number): string => statusAt(run.summary, dawnUs + seconds * 1_000_000)
  const open = fold([logFile(1000, [w.begin(0, 0, 'a')])])

  it('ages while the last step is open', () => {
    expect([at(open, 1), at(open, 90), at(open, 91), at(open, 3600), at(open, 3601)]).toEqual(['running', 'running', 'stale', 'stale', 'lost'])
    expect(nextStatusChangeUs(open.summary, dawnUs)).toBe(dawnUs + 90_000_001)
    expect(statusAt(open.summary, dawnUs + 90_000_001)).toBe('stale')
  })

  it('has patience with a run of long steps', () => {
    const slow = fold([logFile(600_001, [w.begin(0, 0, 'a'), w.end(600_000, 0, 'a'), w.begin(600_000, 1, 'a')])])
    expect([at(slow, 600 + 1800), at(slow, 600 + 1801), at(slow, 600 + 12_000), at(slow, 600 + 12_001)]).toEqual(['running', 'stale', 'stale', 'lost'])
  })

  it('tells ok, failed, recovered, waiting and never stepped', () => {
    const ok = [w.begin(1, 0, 'a'), w.end(2, 0, 'a')]
    const failed = [w.begin(3, 1, 'a'), w.end(4, 1, 'a', { exception: boom })]
    const again = [w.begin(5, 2, 'a'), w.end(6, 2, 'a')]
    expect(at(fold([logFile(9, ok)]), 1e6)).toBe('ok')
    expect(at(fold([logFile(9, [...ok, ...failed])]), 1e6)).toBe('failed')
    expect(at(fold([logFile(9, [...ok, ...failed, ...again])]), 1e6)).toBe('recovered')
    expect(at(fold([logFile(9, [...ok, ...failed, ...again, w.begin(7, 3, 'a'), w.end(8, 3, 'a', { exception: boom })])]), 1e6)).toBe('failed')
    expect(at(fold([], { graphs: [graphAt(1)] }), 1e6)).toBe('never-stepped')
    const waiting = [...ok, w.begin(3, 1, 'ask'), w.suspend(4, 1, 'mail')]
    expect(at(fold([logFile(9, waiting)]), 1e6)).toBe('waiting')
    expect(fold([logFile(9, waiting)]).summary.waiting).toEqual({ sinceUs: dawnUs + 4000, sequenceId: 1, channel: 'mail' })
    expect(at(fold([logFile(9, [...waiting, w.begin(50, 2, 'ask'), w.end(51, 2, 'ask')])]), 1e6)).toBe('ok')
  })
})

describe('the fold', () => {
  // One tracker's queue over three lives, with failures, retries, a crash and an interrupted step.
  const queue: readonly (readonly [number, string])[] = [0, 1, 2].flatMap((life) => {
    const t = life * 10_000
    return [0, 1, 2, 3].flatMap((id): (readonly [number, string])[] => {
      const ms = t + id * 100
      const action = id === 2 ? 'b' : 'a'
      const outcome = id === 1 ? { exception: boom } : id === 3 ? { result: null } : {}
      const begin = [ms, w.begin(ms, id, action)] as const
      const span = [ms + 1, w.beginSpan(ms + 1, `${id}:0`, 's')] as const
      const attribute = [ms + 2, w.attribute(ms + 2, id, `${id}:0`, 'k', 1)] as const
      return id === 2 && life === 1 ? [begin, span] : [begin, span, attribute, [ms + 50, w.end(ms + 50, id, action, outcome)]]
    })
  })

  it('is the same for any split over files and any order of arrival', () => {
    const metadata = [metadataAt(-10), metadataAt(9990), metadataAt(19_990)]
    const cut = (cuts: readonly number[]): readonly AssembleFile[] => {
      const places = [...new Set([0, ...cuts, queue.length])].toSorted((a, b) => a - b)
      return places.slice(0, -1).map((from, i) => {
        const lines = queue.slice(from, places[i + 1])
        return logFile((lines.at(-1)?.[0] ?? 0) + 10, lines.map(([, line]) => line))
      })
    }
    const bare = (run: FoldedRun): unknown => ({
      builds: run.builds,
      summary: { ...run.summary, logFileCount: 0 },
      steps: run.steps.map(({ begin, end, ...step }) => ({ ...step, begin: begin?.loggedUs, end: end?.loggedUs }))
    })
    const whole = fold(cut([]), { metadata, selfTransitions: new Set() })
    expect(whole.summary).toMatchObject({ stepCount: 12, buildCount: 3, openSteps: 1, failedCount: 3, spanCount: 12, attributeCount: 11 })
    fc.assert(
      fc.property(fc.array(fc.nat(queue.length), { maxLength: 12 }), fc.nat(), (cuts, shuffle) => {
        const files = cut(cuts)
        const order = files.map((file, i) => ({ file, rank: (i * 7919 + shuffle) % 101 }))
        const shuffled = order.toSorted((a, b) => a.rank - b.rank).map(({ file }) => file)
        const first = shuffled[0]
        const again = first === undefined ? [] : [first]
        const input = foldInputOf({ logFiles: [...shuffled, ...again], metadata: metadata.toReversed(), selfTransitions: new Set() })
        const stored = input.logFiles.map((file) => ({ ...file, facts: decodeFacts(encodeFacts(file.facts)) ?? file.facts }))
        expect(bare(foldRun({ ...input, logFiles: stored }))).toEqual(bare(whole))
      }),
      { numRuns: 500, seed: 13 }
    )
  })

  it('refuses facts of another version', () => {
    expect(decodeFacts('[0]')).toBeNull()
    expect(decodeFacts('{}')).toBeNull()
    expect(decodeFacts('x')).toBeNull()
  })

  it('bears ten thousand begins and ends of one id', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? w.begin(i, 0, 'a') : w.end(i, 0, 'b')))
    const started = performance.now()
    expect(fold([logFile(20_000, lines)]).steps).toHaveLength(10_000)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
