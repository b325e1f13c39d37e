import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { defaultSettings } from '@shared/model/settings'
import { workspaceId } from '../workspace'
import { placedSettings } from './place'

const folder = mkdtempSync(join(tmpdir(), 'burr-place-'))
const config = join(folder, 'config')
writeFileSync(config, '[profile aws]\nregion = eu-west-1\n[profile minio]\nendpoint_url = http://127.0.0.1:9000\n')
const environment = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') }
afterAll(() => rmSync(folder, { recursive: true }))

it('keeps the buckets of two stores apart, also when only the profile names the store', async () => {
  const settings = { ...defaultSettings, bucket: 'runs' }
  const aws = await placedSettings({ ...settings, profile: 'aws' }, environment)
  const minio = await placedSettings({ ...settings, profile: 'minio' }, environment)
  expect([aws.endpointUrl, minio.endpointUrl]).toEqual([null, 'http://127.0.0.1:9000'])
  expect(workspaceId(aws)).not.toBe(workspaceId(minio))
  expect(workspaceId(aws)).toBe(workspaceId(settings))
})

it('leaves the settings as they are when the profile cannot be read', async () => {
  const settings = { ...defaultSettings, bucket: 'runs', profile: 'unknown' }
  expect(await placedSettings(settings, { ...environment, AWS_CONFIG_FILE: join(folder, 'missing') })).toEqual(settings)
})
