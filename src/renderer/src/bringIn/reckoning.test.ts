import { expect, it } from 'vitest'
import type { BringInEstimate, ProjectEstimate } from '@shared/model/bringIn'
import { aboutWord, dayAgo, rangeOf, reckon } from './reckoning'

const nowMs = Date.UTC(2026, 10, 22, 13)
const project = (name: string, more: Partial<ProjectEstimate> = {}): ProjectEstimate => ({ project: name, objects: 10, bytes: 1000, indexed: 4, lists: 2, gets: 6, newestUs: null, isExact: true, isAtLeast: false, ...more })
const estimate: BringInEstimate = { sinceDay: null, pagesRead: 3, madeAtUs: 0, projects: [project('a'), project('b', { objects: 100, gets: 96, isExact: false })] }

it('sums up the projects that are chosen, and the listing of all folders', () => {
  expect(reckon(estimate, null)).toEqual({ objects: 110, bytes: 2000, indexed: 8, lists: 5, gets: 102, isExact: false, isAtLeast: false })
  expect(reckon(estimate, ['a'])).toEqual({ objects: 10, bytes: 1000, indexed: 4, lists: 3, gets: 6, isExact: true, isAtLeast: false })
  expect(reckon(estimate, [])).toMatchObject({ objects: 0, gets: 0, isExact: true })
})

it('says what is reckoned and what is not whole', () => {
  expect([aboutWord(reckon(estimate, ['a'])), aboutWord(reckon(estimate, null)), aboutWord({ isExact: true, isAtLeast: true })]).toEqual(['', '≈ ', 'at least '])
})

it('knows a saved day as the range it was chosen by, as long as that is so', () => {
  expect(dayAgo(30, nowMs)).toBe('2026-10-23')
  expect([null, '2026-10-23', '2026-11-15', '2026-10-24'].map((day) => rangeOf(day, nowMs))).toEqual(['everything', '30', '7', 'date'])
})
