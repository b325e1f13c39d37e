import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runSortKeys } from '@shared/model/runSort'
import { formatRoute, parseRoute, parseStepKey, projectRoute, runKeyText } from './route'
import type { Route } from './route'

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('~', '%7E', '..', 'a/b', '?x=1&y', '#', '+ +', 'null', '__none__', '%'))
const name = text.filter((each) => each !== '')
const partitionKey = fc.option(text, { nil: null })
const stepKey = fc.record({ build: fc.nat(9999), sequenceId: fc.integer({ min: -5, max: 1_000_000 }), attempt: fc.nat(99) })

const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constantFrom<Route>({ screen: 'projects' }, { screen: 'settings' }, { screen: 'activity' }, { screen: 'snapshots' }),
  fc.record({ screen: fc.constant('annotations' as const), project: fc.option(name, { nil: null }) }),
  fc.record({ screen: fc.constant('project' as const), project: name, partitionKey: fc.option(partitionKey, { nil: undefined }), includeNeverStepped: fc.boolean(), filter: fc.string(), sort: fc.record({ by: fc.constantFrom(...runSortKeys), descending: fc.boolean() }), tree: fc.boolean() }),
  fc.record({
    screen: fc.constant('run' as const),
    run: fc.record({ project: name, partitionKey, appId: name }),
    step: fc.option(stepKey, { nil: null }),
    tab: fc.option(text, { nil: null })
  })
)

describe('routes', () => {
  it('come back from their address as they were', () => {
    fc.assert(fc.property(route, (each) => {
        expect(parseRoute(formatRoute(each))).toEqual(each)
      }), { numRuns: 2000 })
  })

  it('survive being the hash of a real address', () => {
    fc.assert(
      fc.property(route, (each) => {
        expect(parseRoute(new URL(`burr://app/index.html${formatRoute(each)}`).hash)).toEqual(each)
      }),
      { numRuns: 500 }
    )
  })

  it('tell no partition from the partition that is written alike', () => {
    expect(formatRoute(projectRoute('p', null))).toBe('#/project/p?partition=~')
    expect(formatRoute(projectRoute('p', '~'))).toBe('#/project/p?partition=%7E')
    expect(formatRoute(projectRoute('p', ''))).toBe('#/project/p?partition=')
    expect(formatRoute(projectRoute('p'))).toBe('#/project/p')
  })

  it('lead to a step of a run inside another one, whatever their names', () => {
    const run = { project: 'a/b', partitionKey: null, appId: 'x,y' }
    const inside = [{ project: 'a/b', partitionKey: '~', appId: 'p/q,r' }, { project: 'a/b', partitionKey: null, appId: 'deep ü' }]
    const route = { screen: 'run' as const, run, step: { build: 0, sequenceId: 3, attempt: 0 }, tab: null, inside }
    expect(parseRoute(formatRoute(route))).toEqual(route)
    expect(parseRoute('#/run/a/~/b?in=broken&step=0.1.0')).toEqual({ screen: 'run', run: { project: 'a', partitionKey: null, appId: 'b' }, step: { build: 0, sequenceId: 1, attempt: 0 }, tab: null })
  })

  it('never throw on an address that is none', () => {
    fc.assert(fc.property(fc.string(), (hash) => {
        expect(parseRoute(hash)).toHaveProperty('screen')
      }), { numRuns: 1000 })
    expect(parseRoute('#/run/a/b')).toEqual({ screen: 'projects' })
    expect(parseRoute('#/project/%E0%A4%A')).toEqual({ ...projectRoute('%E0%A4%A'), partitionKey: undefined })
  })

  it('write a lone surrogate as the replacement character', () => {
    expect(formatRoute(projectRoute('a\uD800b'))).toBe('#/project/a%EF%BF%BDb')
  })
})

it('tells runs apart that differ in any part of their key', () => {
  const keys = [
    { project: 'a/b', partitionKey: 'c', appId: 'd' },
    { project: 'a', partitionKey: 'b/c', appId: 'd' },
    { project: 'a', partitionKey: null, appId: 'd' },
    { project: 'a', partitionKey: '~', appId: 'd' },
    { project: 'a', partitionKey: '', appId: 'd' }
  ]
  expect(new Set(keys.map(runKeyText)).size).toBe(keys.length)
})

it('reads only whole step keys', () => {
  expect(parseStepKey('0.-1.2')).toEqual({ build: 0, sequenceId: -1, attempt: 2 })
  for (const bad of ['', '1.2', '1.2.3.4', 'a.b.c', '-1.0.0', ' 1.2.3']) expect(parseStepKey(bad)).toBeNull()
})
