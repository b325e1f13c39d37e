// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, configure } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { okReply } from '@shared/contract/reply'
import { defaultSettings } from '@shared/model/settings'
import type { EffectiveSettings, Settings, SettingSource, SettingsPatch } from '@shared/model/settings'

// A busy machine may take long to draw the first screen.
configure({ asyncUtilTimeout: 20_000 })

let saved: SettingsPatch[] = []
let settings: EffectiveSettings

function effective(values: Partial<Settings>, sources: Partial<Record<keyof Settings, SettingSource>> = {}): EffectiveSettings {
  const all = { ...defaultSettings, ...values }
  return {
    values: all,
    sources: { ...(Object.fromEntries(Object.keys(all).map((key) => [key, { from: 'default' }])) as Record<keyof Settings, SettingSource>), ...sources },
    problems: []
  }
}

function answer(method: string, input: unknown): unknown {
  switch (method) {
    case 'settings.get':
      return settings
    case 'settings.update':
      saved.push(input as SettingsPatch)
      settings = effective({ ...settings.values, ...(input as Settings) }, settings.sources)
      return settings
    case 'prices.get':
      return { table: { version: 1, useBuiltIn: false, prices: [] }, problem: null }
    case 'profiles.list':
      return [
        { name: 'dev', kind: 'static', region: 'eu-west-3', endpointUrl: null, accountId: null, state: { state: 'ready', expiresUs: null } },
        { name: 'prod', kind: 'sso', region: null, endpointUrl: null, accountId: '1', state: { state: 'sign-in-needed', command: 'aws sso login --profile prod', expiredUs: null, signInProfile: 'prod' } }
      ]
    case 'connection.check':
      return [
        { name: 'identity', state: 'pass', words: 'Signed in.', whatToDo: null, policyStatement: null },
        { name: 'list', state: 'fail', words: 'Listing was denied.', whatToDo: 'Ask for this statement.', policyStatement: '{"Action":"s3:ListBucket"}' }
      ]
    default:
      return { version: '0', electron: '', chrome: '', node: '', sqlite: null, platform: '', dataFolder: '' }
  }
}

let SettingsScreen: () => React.JSX.Element
let createQueryClient: typeof import('../queries/client').createQueryClient

beforeAll(async () => {
  window.matchMedia = () => ({ matches: false, addEventListener: () => undefined }) as unknown as MediaQueryList
  SettingsScreen = (await import('./settingsScreen')).SettingsScreen
  createQueryClient = (await import('../queries/client')).createQueryClient
})

beforeEach(() => {
  saved = []
  settings = effective({ bucket: 'logs' })
  history.replaceState(null, '', '#/settings')
  window.burr = { call: async (method, input) => okReply(JSON.stringify(answer(method, input))), onChange: () => () => undefined }
})

afterEach(cleanup)

async function open(): Promise<void> {
  render(
    <QueryClientProvider client={createQueryClient()}>
      <SettingsScreen />
    </QueryClientProvider>
  )
  await screen.findByText('prod')
}

const type = (label: string, text: string): void => void fireEvent.change(screen.getByLabelText(label), { target: { value: text } })
const save = (): HTMLButtonElement => screen.getByRole('button', { name: /^Save/ })

it('saves what was changed and nothing else, in the units of the settings', async () => {
  await open()
  expect(save().disabled).toBe(true)
  type('Bucket', 's3://other-logs/data/')
  type('Poll every', '2.5')
  fireEvent.click(screen.getByLabelText(/^prod/))
  fireEvent.click(save())
  await waitFor(() => expect(saved).toEqual([{ bucket: 'other-logs', updateIntervalMs: 2500, profile: 'prod' }]))
  await waitFor(() => expect(save().disabled).toBe(true))
})

it('takes the room for bodies in GiB, whole bytes, and within its limits', async () => {
  await open()
  type('Room for bodies', '0.01')
  expect(screen.getByText('From 0.0625 GiB (64 MiB) to 1,024 GiB.')).toBeTruthy()
  expect(save().disabled).toBe(true)
  type('Room for bodies', '0.3')
  fireEvent.click(save())
  await waitFor(() => expect(saved).toEqual([{ bodyBudgetBytes: 322_122_547 }]))
})

it('says beside the field what is wrong, and does not save', async () => {
  await open()
  type('Poll every', '0.5')
  expect(screen.getByText('From 1 second to 24 hours (86,400 s).')).toBeTruthy()
  expect(screen.getByLabelText('Poll every').getAttribute('aria-invalid')).toBe('true')
  type('Requests at once', 'many')
  expect(screen.getByText('A whole number from 1 to 1,000.')).toBeTruthy()
  type('Endpoint', '127.0.0.1:9000')
  expect(screen.getByText('Begin with http:// or https://, then the host.')).toBeTruthy()
  expect(save().disabled).toBe(true)
  type('Poll every', '1')
  type('Requests at once', '10')
  type('Endpoint', 'http://127.0.0.1:9000')
  expect(save().disabled).toBe(false)
  expect(saved).toEqual([])
})

it('does not let a field be edited that the environment sets, and names the variable', async () => {
  settings = effective({ bucket: 'from-env' }, { bucket: { from: 'environment', variable: 'BURR_S3_BUCKET' } })
  await open()
  expect(screen.getByLabelText<HTMLInputElement>('Bucket').disabled).toBe(true)
  expect(screen.getByText('BURR_S3_BUCKET')).toBeTruthy()
})

it('shows the command to sign in with when the profile needs it', async () => {
  await open()
  expect(screen.queryByText('aws sso login --profile prod')).toBeNull()
  fireEvent.click(screen.getByLabelText(/^prod/))
  expect(screen.getByText('aws sso login --profile prod')).toBeTruthy()
})

it('shows each check of the connection with what to do and the policy', async () => {
  await open()
  fireEvent.click(screen.getByRole('button', { name: 'Test connection' }))
  await screen.findByText('Listing was denied.')
  expect(screen.getByText('Ask for this statement.')).toBeTruthy()
  expect(screen.getByText('{"Action":"s3:ListBucket"}')).toBeTruthy()
})

it('goes back to what is in force when the changes are discarded', async () => {
  await open()
  type('Bucket', 'typo')
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }))
  expect(screen.getByLabelText<HTMLInputElement>('Bucket').value).toBe('logs')
})
