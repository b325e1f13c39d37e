// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { StepRow } from '@shared/model/step'
import { useFollow } from './follow'

afterEach(cleanup)

const step = (sequenceId: number): StepRow => ({
  build: 0, sequenceId, attempt: 0, action: 'act', status: 'ok', startUs: sequenceId, endUs: sequenceId, startText: null, endText: null, errorLine: null, beginRecorded: true,
  stateIs: 'after', spanCount: 0, attributeCount: 0, streamed: false, retryOf: null, childCount: 0
})

/** A window in which steps come and are selected. */
function bench() {
  const at = { steps: [step(0), step(1)], selected: step(0) }
  const hook = renderHook(() => useFollow(at.steps, at.selected, (to) => {
    at.selected = to
  }))
  const settle = (change: () => void): void => {
    act(() => {
      change()
      hook.rerender()
    })
    // What was selected reaches the address, and the window is drawn once more.
    act(() => hook.rerender())
  }
  return { at, settle, toggle: () => settle(() => hook.result.current.toggle()), isFollowing: () => hook.result.current.isFollowing }
}

it('selects the newest step when asked, and each that comes, and nothing before that', () => {
  const { at, settle, toggle, isFollowing } = bench()
  settle(() => at.steps.push(step(2)))
  expect(at.selected.sequenceId).toBe(0)
  toggle()
  expect([at.selected.sequenceId, isFollowing()]).toEqual([2, true])
  settle(() => (at.steps = [...at.steps, step(3), step(4)]))
  expect([at.selected.sequenceId, isFollowing()]).toEqual([4, true])
})

it('stops as soon as a person selects something else, and when asked', () => {
  const { at, settle, toggle, isFollowing } = bench()
  toggle()
  settle(() => (at.selected = step(0)))
  expect(isFollowing()).toBe(false)
  settle(() => (at.steps = [...at.steps, step(2)]))
  expect(at.selected.sequenceId).toBe(0)
  toggle()
  expect(at.selected.sequenceId).toBe(2)
  toggle()
  settle(() => (at.steps = [...at.steps, step(3)]))
  expect([at.selected.sequenceId, isFollowing()]).toEqual([2, false])
})
