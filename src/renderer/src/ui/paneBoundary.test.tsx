// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { PaneBoundary } from './paneBoundary'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

let broken = true

function Fragile() {
  if (broken) throw new Error('No such column: cost')
  return <p>All well</p>
}

it('keeps a crash in its pane, says what it was, and tries again when asked or when the place changes', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const panes = (resetKey: string) => (
    <>
      <p>Next pane</p>
      <PaneBoundary name="The graph" resetKey={resetKey}>
        <Fragile />
      </PaneBoundary>
    </>
  )
  broken = true
  const { rerender } = render(panes('a'))
  expect(screen.getByText('Next pane')).toBeTruthy()
  expect(screen.getByText('The graph could not be shown')).toBeTruthy()
  expect(screen.getByText('No such column: cost')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(screen.getByText('No such column: cost')).toBeTruthy()
  broken = false
  rerender(panes('b'))
  expect(screen.getByText('All well')).toBeTruthy()
})
