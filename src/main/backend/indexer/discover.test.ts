import { describe, expect, it } from 'vitest'
import { cursorTimeMs, dateDepth, hotWindowMs, hourPrefix, isColdDue, keyTimeMs, lastAcceptedKey, laterKey, newestFirst, planPoll, projectFolder, windowListing } from './discover'
import type { FolderState } from './discover'

const folder = projectFolder('bot')
const nowMs = Date.UTC(2026, 10, 22, 18, 30)
const key = (time: string, file = 'graph.json'): string => `data/bot/${time}/u/app/${file}`
const newest = key('2026/11/22/17/58:15.278236')

describe('what a poll lists', () => {
  it('begins two hours before the newest accepted key, at a full hour', () => {
    expect(windowListing(folder, newest, nowMs, hotWindowMs).startAfter).toBe('data/bot/2026/11/22/15/')
  })

  it('follows a writer that has been silent, or whose clock is behind', () => {
    expect(windowListing(folder, key('2026/11/01/00/10:00'), nowMs, hotWindowMs).startAfter).toBe('data/bot/2026/10/31/22/')
  })

  it('begins two hours before now when a clock is ahead', () => {
    expect(windowListing(folder, key('2026/11/23/10/00:00'), nowMs, hotWindowMs).startAfter).toBe('data/bot/2026/11/22/16/')
  })

  it('takes no cursor from the future, from strays or from another project', () => {
    expect(keyTimeMs(folder, key('2026/11/22/17/58:15', 'readme.txt'))).toBeNull()
    expect(keyTimeMs(projectFolder('other'), newest)).toBeNull()
    expect(lastAcceptedKey(folder, [newest, key('2099/01/01/00/00:00'), 'data/bot/zzz'], nowMs)).toBe(newest)
    expect(lastAcceptedKey(folder, [newest, key('2026/11/22/18/30:00.000001')], nowMs)).toBe(newest)
    expect(lastAcceptedKey(folder, ['data/bot/zzz'], nowMs)).toBeNull()
  })

  it('understands the prefix of an hour as a cursor', () => {
    expect(cursorTimeMs(folder, 'data/bot/2026/11/22/18/')).toBe(nowMs - 1_800_000)
    expect(cursorTimeMs(folder, 'data/bot/zzz')).toBeNull()
  })

  it('compares keys by their bytes', () => {
    expect(laterKey('data/\u{1F600}', 'data/\uFF5E')).toBe('data/\u{1F600}')
    expect(laterKey(null, 'a')).toBe('a')
  })

  it('takes the project with the newest cursor first and begins unknown ones with everything', () => {
    const state = (project: string, cursor: string | null, warmAtMs: number | null = nowMs): FolderState => ({ folder: projectFolder(project), cursor, completeAtMs: nowMs, warmAtMs })
    const old = 'data/old/2026/01/01/00/00:00/u/app/graph.json'
    const plans = planPoll([state('old', old), state('new', null), state('bot', newest, null)], nowMs)
    expect(plans.map(({ state: { folder: { project } }, plan }) => [project, plan.look])).toEqual([['new', 'everything'], ['bot', 'window'], ['old', 'window']])
    expect(plans[1]?.plan).toMatchObject({ isWarm: true, listing: { startAfter: 'data/bot/2026/11/20/17/' } })
    expect(plans[2]?.plan).toMatchObject({ isWarm: false })
  })

  it('lists everything anew after a day', () => {
    const state: FolderState = { folder, cursor: newest, completeAtMs: nowMs - 86_399_999, warmAtMs: null }
    expect(isColdDue(state, nowMs)).toBe(false)
    expect(isColdDue(state, nowMs + 1)).toBe(true)
    expect(isColdDue({ ...state, completeAtMs: null }, nowMs)).toBe(true)
  })
})

describe('the order of folders', () => {
  it('is dates newest first, then the future, then what is no date', () => {
    const prefixes = ['2024', '2026', '2025', '2099', 'notes'].map((name) => `data/bot/${name}/`)
    const names = newestFirst(prefixes, hourPrefix(folder, nowMs)).map((prefix) => prefix.split('/')[2])
    expect(names).toEqual(['2026', '2025', '2024', '2099', 'notes'])
  })

  it('knows how deep a date goes', () => {
    const depths = ['', '2026/', '2026/11/', '2026/11/22/', '2026/11/22/17/', 'notes/', '2026/11/22/17/58/'].map((rest) => dateDepth(folder, `data/bot/${rest}`))
    expect(depths).toEqual([0, 1, 2, 3, 4, null, null])
  })
})
