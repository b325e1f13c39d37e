// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Splitter, useSplit } from './splitter'

function Panes({ pane }: { pane: 'left' | 'right' }) {
  const split = useSplit('test', 200)
  return <Splitter label="Width" split={split} minPx={100} maxPx={400} pane={pane} />
}

const size = (): number => Number(screen.getByRole('separator').getAttribute('aria-valuenow'))
const press = (key: string, shiftKey = false): boolean => fireEvent.keyDown(screen.getByRole('separator'), { key, shiftKey })

beforeEach(() => localStorage.clear())
afterEach(cleanup)

it('moves by the arrows, within its bounds, and is there again the next time', () => {
  const { unmount } = render(<Panes pane="left" />)
  press('ArrowRight')
  expect(size()).toBe(216)
  press('ArrowRight', true)
  expect(size()).toBe(280)
  press('End')
  press('ArrowRight')
  expect(size()).toBe(400)
  press('Home')
  press('ArrowLeft')
  expect(size()).toBe(100)
  unmount()
  render(<Panes pane="left" />)
  expect(size()).toBe(100)
})

it('grows a pane on its right when it goes left', () => {
  render(<Panes pane="right" />)
  press('ArrowLeft')
  expect(size()).toBe(216)
})

it('begins where it should when what was kept is no size', () => {
  localStorage.setItem('split.test', '"wide"')
  render(<Panes pane="left" />)
  expect(size()).toBe(200)
})
