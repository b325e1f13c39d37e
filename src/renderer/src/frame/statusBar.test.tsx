// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, configure, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { okReply } from '@shared/contract/reply'
import { fakeProfiles } from '../dev/fakeSettings'
import { fakeStatus } from '../dev/fakeStatus'
import { createQueryClient } from '../queries/client'
import { StatusBar } from './statusBar'

configure({ asyncUtilTimeout: 20_000 })

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const minuteMs = 60_000

it('names who is signed in, and counts down the last hour of the sign-in', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  const startMs = Date.UTC(2026, 5, 1)
  vi.setSystemTime(startMs)
  const expiresUs = (startMs + 90 * minuteMs) * 1000
  const profiles = fakeProfiles.map((row) => (row.name === 'acme-dev' ? { ...row, state: { state: 'ready', expiresUs } } : row))
  window.burr = {
    call: (method: string) => Promise.resolve(okReply(JSON.stringify(method === 'profiles.list' ? profiles : fakeStatus('full')))),
    openDropped: () => Promise.resolve(okReply('null')),
    onChange: () => () => undefined
  }
  render(
    <QueryClientProvider client={createQueryClient()}>
      <StatusBar />
    </QueryClientProvider>
  )
  expect(await screen.findByTitle('acme-dev · 123456789012 · Developer · acme-burr-logs · eu-west-3')).toBeTruthy()
  const leftAfter = (minutes: number): string | null => {
    vi.setSystemTime(startMs + minutes * minuteMs)
    act(() => { vi.advanceTimersByTime(1000) })
    return screen.queryByText(/min left/)?.textContent ?? null
  }
  expect([0, 20, 49, 89, 91].map(leftAfter)).toEqual([null, null, '41 min left', '1 min left', null])
})
