// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { goUp, navigate, recall, remember, startNavigation, useRoute } from './navigation'
import { parseRoute, projectRoute, runRoute } from './route'

const run = { project: 'p', partitionKey: 'user 1', appId: 'a' }
const here = (): ReturnType<typeof parseRoute> => parseRoute(location.hash)
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

startNavigation()

beforeEach(() => navigate({ screen: 'projects' }))

it('keeps scroll and selection for each step of the history', async () => {
  navigate(projectRoute('p'))
  remember('scroll', 120)
  navigate(projectRoute('p', 'user 1'))
  expect(recall('scroll')).toBeUndefined()
  remember('scroll', 7)
  history.back()
  await settled()
  expect(here()).toEqual(projectRoute('p'))
  expect(recall('scroll')).toBe(120)
  history.forward()
  await settled()
  expect(recall('scroll')).toBe(7)
})

it('goes up from a run to the very list it was opened from', async () => {
  navigate(projectRoute('p', 'user 1'))
  remember('scroll', 300)
  navigate(runRoute(run))
  navigate({ ...runRoute(run), step: { build: 0, sequenceId: 3, attempt: 0 } } as ReturnType<typeof runRoute>, { replace: true })
  goUp(here())
  await settled()
  expect(here()).toEqual(projectRoute('p', 'user 1'))
  expect(recall('scroll')).toBe(300)
})

it('goes up from a run to the list of its project when it was reached from elsewhere', () => {
  navigate({ screen: 'activity' })
  navigate(runRoute(run))
  goUp(here())
  expect(here()).toEqual(projectRoute('p'))
})

it('leaves no step behind when it replaces', async () => {
  navigate(projectRoute('p'))
  navigate(projectRoute('q'), { replace: true })
  history.back()
  await settled()
  expect(here()).toEqual({ screen: 'projects' })
})

it('follows an address that moves faster than the browser takes it, and writes the last one', async () => {
  const spy = vi.spyOn(history, 'replaceState')
  navigate(runRoute(run))
  const { result } = renderHook(() => useRoute())
  const to = (sequenceId: number) => ({ screen: 'run' as const, run, step: { build: 0, sequenceId, attempt: 0 }, tab: null })
  for (let id = 0; id < 400; id++) act(() => navigate(to(id), { replace: true }))
  expect(result.current).toEqual(to(399))
  expect(spy.mock.calls.length).toBeLessThan(110)
  await vi.waitFor(() => expect(here()).toEqual(to(399)))
  act(() => navigate(projectRoute('p')))
  expect(result.current).toEqual(projectRoute('p'))
  act(() => navigate(to(3), { replace: true }))
  act(() => navigate(to(4), { replace: true }))
  act(() => goUp(result.current))
  await settled()
  expect(here()).toEqual(projectRoute('p'))
  spy.mockRestore()
})
