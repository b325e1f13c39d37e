import { expect, it } from 'vitest'
import { readDeepLink } from '../../main/deepLink'
import { linkTo } from './link'

it('a link that is copied here is read there as the same step', () => {
  const run = { project: 'a b/c', partitionKey: 'user&1=?', appId: 'é#%' }
  expect(readDeepLink(linkTo('acme-burr', run, -3))).toEqual({ ok: true, bucket: 'acme-burr', target: { kind: 'run', run, sequenceId: -3 } })
  const bare = { ...run, partitionKey: null }
  expect(readDeepLink(linkTo('', bare, null))).toEqual({ ok: true, bucket: null, target: { kind: 'run', run: bare, sequenceId: null } })
})
