import { useQuery } from '@tanstack/react-query'
import { CloudOff, KeyRound, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import type { ErrorCode } from '@shared/errors'
import { call } from '../api'
import { navigate } from '../navigation'
import { pollNow } from '../queries/bucketCommands'
import { profilesQuery } from '../queries/settings'
import { signInProfileOf, startSignIn } from '../queries/signIn'
import { statusQuery } from '../queries/status'
import { Age } from '../ui/age'
import { Button } from '../ui/button'

/** Troubles that pass by themselves or with a sign-in: said quietly, for what is here can be read all the same. */
const quiet: Partial<Record<ErrorCode, typeof CloudOff>> = { unreachable: CloudOff, 'unexpected-answer': CloudOff, 'slow-down': CloudOff, 'sign-in-needed': KeyRound }

/** Says that the bucket cannot be reached, why, and what to do; what is indexed stays readable beneath it. */
export function ConnectionBanner() {
  const status = useQuery(statusQuery()).data
  const isAway = status?.connection === 'failed' && status.error !== null
  useEffect(() => {
    if (!isAway) return
    // The network is back: no need to wait for the next try. What goes wrong is said here anyway.
    const tryAgain = (): void => void call('poll.now', {}).catch(() => undefined)
    window.addEventListener('online', tryAgain)
    return () => window.removeEventListener('online', tryAgain)
  }, [isAway])
  if (status?.connection !== 'failed' || status.error === null) return null
  const { code, message, action } = status.error
  const Icon = quiet[code] ?? TriangleAlert
  const isQuiet = quiet[code] !== undefined
  return (
    <div role={isQuiet ? 'status' : 'alert'} className={`flex shrink-0 items-center gap-2 border-b px-4 py-1.5 ${isQuiet ? 'bg-panel' : 'bg-failed-soft'}`}>
      <Icon aria-hidden size={15} className={`shrink-0 ${isQuiet ? 'text-waiting' : 'text-failed'}`} />
      <p className="min-w-0 flex-1 break-words" data-selectable>
        <span className={`font-medium ${isQuiet ? 'text-ink' : 'text-failed'}`}>{code === 'unreachable' ? 'Offline. ' : ''}{message}</span>
        <span className="text-ink-dim"> You see what is on this computer{status.lastPollUs === null ? '' : <>, as of <Age timeUs={status.lastPollUs} suffix="ago" /></>}.{isQuiet ? ' It goes on by itself.' : ''}</span> {action}
      </p>
      {code === 'sign-in-needed' ? <SignInButton profile={status.profile} /> : null}
      <Button onClick={() => navigate({ screen: 'settings' })}>Settings</Button>
      <Button onClick={() => void pollNow()}>Try again</Button>
    </div>
  )
}

/** Signs in with the profile in use, where the app can do that. */
function SignInButton({ profile }: { profile: string | null }) {
  const rows = useQuery(profilesQuery()).data ?? []
  const signInProfile = signInProfileOf(rows.find(({ name }) => name === (profile ?? 'default')))
  return signInProfile === null ? null : <Button look="primary" onClick={() => void startSignIn(signInProfile)}>Sign in</Button>
}
