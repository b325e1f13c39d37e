// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { okReply } from '@shared/contract/reply'
import type { SignInStatus } from '@shared/model/signIn'
import { createQueryClient } from '../queries/client'
import { SignInDialogs } from './signInDialogs'

configure({ asyncUtilTimeout: 20_000 })

let status: SignInStatus
let asked: [string, unknown][] = []

beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function showModal() { this.open = true }
  HTMLDialogElement.prototype.close = function close() { this.open = false }
})

afterEach(cleanup)

function open(now: SignInStatus): (next: SignInStatus) => void {
  status = now
  asked = []
  window.burr = {
    call: (method: string, input: unknown) => {
      if (method !== 'signIn.status') asked.push([method, input])
      return Promise.resolve(okReply(JSON.stringify(method === 'signIn.status' ? status : null)))
    },
    openDropped: () => Promise.resolve(okReply('null')),
    onChange: () => () => undefined
  }
  const client = createQueryClient()
  render(
    <QueryClientProvider client={client}>
      <SignInDialogs />
    </QueryClientProvider>
  )
  return (next) => {
    status = next
    void client.invalidateQueries({ queryKey: ['signIn'] })
  }
}

const question = { id: 1, profile: 'prod', device: 'ann-phone', triesLeft: 3, wasWrong: false, untilUs: (Date.now() + 60_000) * 1000 }

it('a code is sent once it has six digits, a wrong one is said beside the field, and none can be given', async () => {
  const become = open({ sso: null, mfa: question })
  const field = await screen.findByLabelText<HTMLInputElement>(/Six digits of/)
  const go = screen.getByRole<HTMLButtonElement>('button', { name: 'Continue', hidden: true })
  fireEvent.change(field, { target: { value: '123 45x' } })
  expect(field.value).toBe('12345')
  expect(go.disabled).toBe(true)
  fireEvent.change(field, { target: { value: '123 456' } })
  fireEvent.click(go)
  await waitFor(() => expect(asked).toEqual([['signIn.answerMfa', { id: 1, code: '123456' }]]))
  expect(field.value).toBe('')
  become({ sso: null, mfa: { ...question, id: 2, triesLeft: 1, wasWrong: true } })
  expect((await screen.findByRole('alert', { hidden: true })).textContent).toContain('did not take that code. One try is left.')
  expect(field.getAttribute('aria-invalid')).toBe('true')
  fireEvent.click(screen.getByRole('button', { name: 'Not now', hidden: true }))
  await waitFor(() => expect(asked.at(-1)).toEqual(['signIn.answerMfa', { id: 2, code: null }]))
})

it('a sign-in shows its code and page, opens it, says how it ended, and can be left', async () => {
  const become = open({ sso: { state: 'waiting', profile: 'dev', userCode: 'WXYZ-1234', url: 'https://page/?code=1', expiresUs: (Date.now() + 600_000) * 1000 }, mfa: null })
  expect(await screen.findByText('WXYZ-1234')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Open the page', hidden: true }))
  fireEvent.click(screen.getByRole('button', { name: 'Copy the address', hidden: true }))
  await waitFor(() => expect(asked).toEqual([['app.openLink', { url: 'https://page/?code=1' }], ['app.copy', { text: 'https://page/?code=1' }]]))
  become({ sso: { state: 'failed', profile: 'dev', error: { code: 'cancelled', message: 'The code was not confirmed in time.', action: 'Begin the sign-in again.' } }, mfa: null })
  expect((await screen.findByRole('alert', { hidden: true })).textContent).toContain('not confirmed in time')
  fireEvent.click(screen.getByRole('button', { name: 'Begin again', hidden: true }))
  await waitFor(() => expect(asked.at(-1)).toEqual(['signIn.start', { profile: 'dev' }]))
  become({ sso: { state: 'starting', profile: 'dev' }, mfa: null })
  await screen.findByText('Asking AWS for a code')
  fireEvent.click(screen.getByRole('button', { name: 'Cancel', hidden: true }))
  await waitFor(() => expect(asked.at(-1)).toEqual(['signIn.cancel', {}]))
})
