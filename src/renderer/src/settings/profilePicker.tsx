import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, KeyRound } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { ProfileKind, ProfileRow } from '@shared/model/profile'
import { formatAge } from '../format/instant'
import { profilesQuery } from '../queries/settings'
import { signInProfileOf, startSignIn } from '../queries/signIn'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copyButton'
import { TextInput } from '../ui/field'
import { useKept } from '../ui/kept'
import { useNow } from '../ui/now'

const kinds: Readonly<Record<ProfileKind, string>> = {
  static: 'Access key',
  sso: 'SSO',
  'sso-session': 'SSO session',
  'assume-role': 'Role',
  'credential-process': 'Process',
  'web-identity': 'Web identity',
  'login-session': 'Login',
  unknown: 'Unknown'
}

interface ProfilePickerProps {
  readonly value: string | null
  readonly onChange: (profile: string | null) => void
  readonly disabled: boolean
}

/** The profiles of the shared AWS files, each with how it signs in and whether it can now. */
export function ProfilePicker({ value, onChange, disabled }: ProfilePickerProps) {
  const profiles = useQuery(profilesQuery())
  const group = useId()
  const [filter, setFilter] = useState('')
  const rows = useRecentFirst(profiles.data ?? [], value)
  const shown = rows.filter((row) => row.name.toLowerCase().includes(filter.toLowerCase()) || row.name === value)
  const isMissing = profiles.isSuccess && value !== null && !rows.some((row) => row.name === value)
  const choice = { group, disabled, onChange }
  return (
    <div className="overflow-hidden rounded-md border border-control-line">
      {rows.length > 8 ? <TextInput aria-label="Filter profiles" placeholder="Filter profiles" value={filter} onChange={(event) => setFilter(event.target.value)} className="rounded-none border-x-0 border-t-0" /> : null}
      <ul className="max-h-56 overflow-y-auto">
        <Choice {...choice} profile={null} isChosen={value === null} about="Environment, container or instance, as the AWS tools do" name="Default chain" />
        {isMissing ? <Choice {...choice} profile={value} isChosen about="Not found in the shared AWS files" name={value} /> : null}
        {shown.map((row) => (
          <Choice key={row.name} {...choice} profile={row.name} isChosen={row.name === value} name={row.name} about={aboutOf(row)} row={row} />
        ))}
      </ul>
      {profiles.isError ? <p className="border-t px-3 py-2 text-sm text-failed">{profiles.error.message}</p> : null}
    </div>
  )
}

const readNames = (kept: unknown): readonly string[] | undefined => (Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : undefined)

/** The profiles that were chosen last stand first, in the order they had when the list was opened. */
function useRecentFirst(rows: readonly ProfileRow[], value: string | null): readonly ProfileRow[] {
  const [recent, keep] = useKept<readonly string[]>('profilesUsed', [], readNames)
  const [order] = useState(recent)
  useEffect(() => {
    if (value !== null && recent[0] !== value) keep([value, ...recent.filter((name) => name !== value)].slice(0, 20))
  }, [value, recent, keep])
  const placeOf = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
  return rows.toSorted((a, b) => placeOf(a.name) - placeOf(b.name))
}

function aboutOf(row: ProfileRow): string {
  return [row.accountId, row.roleName, row.region, row.endpointUrl].filter((each) => each !== null).join(' · ')
}

interface ChoiceProps {
  readonly group: string
  readonly disabled: boolean
  readonly onChange: (profile: string | null) => void
  readonly profile: string | null
  readonly isChosen: boolean
  readonly name: string
  readonly about: string
  readonly row?: ProfileRow
}

function Choice({ group, disabled, onChange, profile, isChosen, name, about, row }: ChoiceProps) {
  const id = useId()
  return (
    <li className={`border-b last:border-b-0 ${isChosen ? 'bg-accent-soft' : ''}`}>
      <label htmlFor={id} className={`flex min-h-8 items-center gap-2 px-2.5 py-1 ${disabled || isChosen ? '' : 'hover:bg-hover'}`}>
        <input id={id} type="radio" name={group} checked={isChosen} disabled={disabled} onChange={() => onChange(profile)} className="size-3.5 shrink-0 accent-accent-fill focus-visible:outline-offset-1" />
        <span className="min-w-0 shrink-0 truncate font-medium">{name}</span>
        {row === undefined ? null : <span className="shrink-0 rounded border px-1 text-xs text-ink-dim">{kinds[row.kind]}</span>}
        <span className="min-w-0 flex-1 truncate text-sm text-ink-faint">{about}</span>
        {row === undefined ? null : <StateMark row={row} />}
      </label>
      {isChosen && row !== undefined ? <WhatToDo row={row} /> : null}
    </li>
  )
}

function StateMark({ row: { state } }: { row: ProfileRow }) {
  const nowMs = useNow(15_000)
  const look = 'flex shrink-0 items-center gap-1 text-sm'
  switch (state.state) {
    case 'ready':
      return (
        <span className={`${look} text-ok`}>
          <CircleCheck aria-hidden size={13} />
          Ready{state.expiresUs === null ? '' : `, ${formatAge(nowMs * 1000, state.expiresUs / 1000)} left`}
        </span>
      )
    case 'sign-in-needed':
      return (
        <span className={`${look} text-waiting`}>
          <KeyRound aria-hidden size={13} />
          {state.expiredUs === null ? 'Sign-in needed' : `Expired ${formatAge(state.expiredUs, nowMs)} ago`}
        </span>
      )
    case 'broken':
      return (
        <span className={`${look} text-failed`}>
          <CircleX aria-hidden size={13} />
          Broken
        </span>
      )
  }
}

function WhatToDo({ row }: { row: ProfileRow }) {
  const { state } = row
  const signInProfile = signInProfileOf(row)
  if (state.state === 'ready') return null
  return (
    <div className="flex items-center gap-2 px-2.5 pb-2 pl-8 text-sm text-ink-dim">
      {state.state === 'sign-in-needed' ? (
        <>
          {signInProfile === null ? null : <Button look="primary" onClick={() => void startSignIn(signInProfile)}>Sign in</Button>}
          <span>{signInProfile === null ? 'In a terminal, run' : 'or in a terminal, run'}</span>
          <code className="min-w-0 truncate rounded bg-canvas px-1.5 py-0.5 font-mono text-ink" data-selectable>{state.command}</code>
          <CopyButton text={state.command} label="Copy the command" />
        </>
      ) : (
        <span data-selectable>
          {state.reason} ({state.file}, line {state.line})
        </span>
      )}
    </div>
  )
}
