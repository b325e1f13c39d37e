import { expect, it } from 'vitest'
import { orderProjects } from './projectOrder'
import type { ListedProject } from './projectOrder'

const objects = { listed: 0, indexed: 0, ignored: 0, failed: 0, waiting: 0 }
const project = (name: string, runCount: number, lastTimeUs: number | null): ListedProject => ({ name, runCount, failedRunCount: 0, stepCount: 0, firstTimeUs: null, lastTimeUs, partitionCount: 1, objects, annotationCount: name === 'b9' ? 2 : 0 })
const projects = [project('b10', 1, 5), project('b9', 1, null), project('a', 3, 9)]
const names = (rows: readonly ListedProject[]): string[] => rows.map((each) => each.name)

it('orders by any column, equal ones by name, numbers in names as numbers', () => {
  expect(names(orderProjects(projects, { column: 'name', descending: false }))).toEqual(['a', 'b9', 'b10'])
  expect(names(orderProjects(projects, { column: 'runs', descending: true }))).toEqual(['a', 'b9', 'b10'])
  expect(names(orderProjects(projects, { column: 'annotations', descending: true }))).toEqual(['b9', 'a', 'b10'])
  expect(names(orderProjects(projects, { column: 'runs', descending: false }))).toEqual(['b9', 'b10', 'a'])
})

it('puts a project without any activity last among the newest', () => {
  expect(names(orderProjects(projects, { column: 'activity', descending: true }))).toEqual(['a', 'b10', 'b9'])
})
