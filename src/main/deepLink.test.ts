import { describe, expect, it, vi } from 'vitest'
import { linkAmong, readDeepLink } from './deepLink'

vi.mock('electron', () => ({ app: {} }))

describe('a link of ours', () => {
  it('names a run, a step, or a filtered project', () => {
    expect(readDeepLink('burr-desktop://open?bucket=acme-burr&project=bot&partition=user%2F1&app=a%20b&seq=7')).toEqual({
      ok: true,
      bucket: 'acme-burr',
      target: { kind: 'run', run: { project: 'bot', partitionKey: 'user/1', appId: 'a b' }, sequenceId: 7 }
    })
    expect(readDeepLink('burr-desktop://open?project=bot&filter=status%3Afailed')).toEqual({ ok: true, bucket: null, target: { kind: 'project', project: 'bot', filter: 'status:failed' } })
  })

  it('is found among the arguments of a start', () => {
    expect(linkAmong(['--bucket', 'b', 'burr-desktop://open?project=p'])).toBe('burr-desktop://open?project=p')
    expect(linkAmong(['file.burrsnapshot'])).toBeNull()
  })

  it('of another bucket is told and not followed', async () => {
    const { followLink } = await import('./deepLinks')
    const change = followLink('burr-desktop://open?bucket=other-bucket&project=p', 'mine')
    expect(change).toMatchObject({ kind: 'link', target: null })
    expect(JSON.stringify(change)).toContain('other-bucket')
    expect(followLink('burr-desktop://open?bucket=mine&project=p', 'mine')).toMatchObject({ target: { kind: 'project', project: 'p' } })
  })
})

describe('a hostile link', () => {
  const attacks = [
    'javascript:alert(1)', 'file:///etc/passwd', 'burr-desktop:', 'burr-desktop://', 'burr-desktop://open', 'burr-desktop://open/../settings?project=p',
    'burr-desktop://settings?bucket=x', 'burr-desktop://open?project=p&endpoint=http://evil', 'burr-desktop://open?project=p&profile=prod',
    'burr-desktop://open?project=p&project=q', 'burr-desktop://open?project=', 'burr-desktop://open?project=a%00b', 'burr-desktop://open?project=%E2%80%AEp',
    'burr-desktop://open?project=p&seq=1', 'burr-desktop://open?project=p&app=a&seq=1e9', 'burr-desktop://open?project=p&app=a&seq=--1',
    'burr-desktop://user:pw@open?project=p', 'burr-desktop://open?bucket=../x&project=p', 'burr-desktop://open?bucket=-a&project=p', 'burr-desktop://open?project=p#x',
    `burr-desktop://open?project=${'p'.repeat(5000)}`, 'burr-desktop://open:80?project=p', '--no-sandbox', ''
  ]

  it.each(attacks.map((text) => [text.slice(0, 80), text] as const))('is refused: %s', (_start, text) => expect(readDeepLink(text).ok).toBe(false))

  it('made at random, 1,000 times, is refused or only names something to see', () => {
    const parts = ['burr-desktop://open', 'burr-desktop:open', '?', '&', '=', 'project=', 'app=', 'seq=', 'bucket=', 'x=', '%00', '%', '../', '<script>', '"', "'", ';rm -rf', '\u202E', '1', 'p', '#', '@', '//', '\n']
    let seed = 7
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((seed / 4_294_967_296) * below)
    }
    let refused = 0
    for (let i = 0; i < 1000; i += 1) {
      const text = `burr-desktop://open?project=p${Array.from({ length: random(9) }, () => parts[random(parts.length)]).join('')}`
      const link = readDeepLink(text)
      if (!link.ok) {
        refused += 1
        expect(link.why.length).toBeGreaterThan(10)
      } else {
        expect(Object.keys(link).toSorted()).toEqual(['bucket', 'ok', 'target'])
        expect(Object.keys(link.target).toSorted()).toEqual(link.target.kind === 'run' ? ['kind', 'run', 'sequenceId'] : ['filter', 'kind', 'project'])
      }
    }
    console.log(`hostile links: 1,000 read, ${refused} refused`)
    expect(refused).toBeGreaterThan(300)
  })
})
