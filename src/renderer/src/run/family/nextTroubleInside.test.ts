import { describe, expect, it } from 'vitest'
import type { RunDetail } from '@shared/contract/runs'
import type { RunChild } from '@shared/model/run'
import type { StepRow, StepStatus } from '@shared/model/step'
import { orderIn, placeAfter, troublePlaces, type StepPlace } from './nextTroubleInside'

const step = (sequenceId: number, status: StepStatus = 'ok') => ({ build: 0, sequenceId, attempt: 0, action: `a${sequenceId}`, status, startUs: sequenceId, endUs: sequenceId + 1 }) as StepRow
const key = (appId: string) => ({ project: 'p', partitionKey: null, appId })
const child = (appId: string, sequenceId: number, status: RunChild['status'] = 'failed') => ({ run: key(appId), kind: 'spawn', sequenceId, timeUs: 100, status, stepCount: 2, firstTimeUs: 0, lastTimeUs: 1 }) as RunChild
const detail = (appId: string, steps: readonly StepRow[], children: readonly RunChild[] = []) => ({ run: key(appId), steps, children }) as unknown as RunDetail

const inner = detail('inner', [step(0), step(1, 'failed')], [child('deep', 1), child('root', 0)])
const deep = detail('deep', [step(0, 'failed')])
const root = detail('root', [step(0), step(1), step(2, 'failed'), step(3)], [child('fine', 1, 'ok'), child('inner', 1)])
const read: string[] = []
const client = {
  ensureQueryData: (options: { queryKey: readonly unknown[] }) => {
    const text = String(options.queryKey[1])
    read.push(text)
    return Promise.resolve(text.endsWith('deep') ? deep : inner)
  }
} as unknown as Parameters<typeof troublePlaces>[0]
const words = ({ inside, step: { sequenceId } }: StepPlace) => [...inside.map((run) => run.appId), sequenceId].join(' ')

describe('failed steps', () => {
  it('are found in the runs that steps started too, in the order of the list, and only failed runs are read', async () => {
    const places = await troublePlaces(client, root)
    expect(places.map(words)).toEqual(['inner 1', 'inner deep 0', '2'])
    expect(read.map((text) => text.split('/').at(-1))).toEqual(['inner', 'deep'])
  })

  it('follow each other from any step, round the end', async () => {
    const places = await troublePlaces(client, root)
    const from = (at: StepPlace | null, direction: 1 | -1): string => {
      const to = placeAfter(places, at, orderIn(root), direction)
      return to === null ? '' : words(to)
    }
    const own = (sequenceId: number): StepPlace => ({ inside: [], step: step(sequenceId) })
    expect([from(own(0), 1), from(own(1), 1), from(own(3), 1), from(own(3), -1), from(null, 1)]).toEqual(['inner 1', 'inner 1', 'inner 1', '2', 'inner 1'])
    expect([from(places[0] ?? null, 1), from(places[1] ?? null, 1), from(places[0] ?? null, -1)]).toEqual(['inner deep 0', '2', '2'])
    expect(placeAfter([], own(0), orderIn(root), 1)).toBeNull()
  })
})
