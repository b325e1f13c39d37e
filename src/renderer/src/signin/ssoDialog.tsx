import { CircleCheck, ExternalLink, LoaderCircle } from 'lucide-react'
import { useEffect } from 'react'
import { assertNever } from '@shared/errors'
import type { SsoSignIn } from '@shared/model/signIn'
import { formatAge } from '../format/instant'
import { cancelSignIn, openSignInPage, startSignIn } from '../queries/signIn'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copyButton'
import { Dialog } from '../ui/dialog'
import { useNow } from '../ui/now'

/** So long the good end is shown. */
const goodEndMs = 2500

/** A sign-in with IAM Identity Center, from its code to its end. */
export function SsoDialog({ sso }: { sso: SsoSignIn }) {
  const isDone = sso.state === 'done'
  useEffect(() => {
    if (!isDone) return
    const timer = setTimeout(() => void cancelSignIn(), goodEndMs)
    return () => clearTimeout(timer)
  }, [isDone])
  return (
    <Dialog title={`Sign in: ${sso.profile}`} onClose={() => void cancelSignIn()} className="w-120">
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4">
        <Body sso={sso} />
      </div>
      <div className="flex justify-end gap-2 border-t px-4 py-2.5">
        {sso.state === 'failed' ? <Button look="primary" data-autofocus onClick={() => void startSignIn(sso.profile)}>Begin again</Button> : null}
        <Button onClick={() => void cancelSignIn()}>{sso.state === 'done' || sso.state === 'failed' ? 'Close' : 'Cancel'}</Button>
      </div>
    </Dialog>
  )
}

function Body({ sso }: { sso: SsoSignIn }) {
  switch (sso.state) {
    case 'starting':
      return (
        <p role="status" className="flex items-center gap-2 text-ink-dim">
          <LoaderCircle aria-hidden size={15} className="motion-safe:animate-spin" />
          Asking AWS for a code
        </p>
      )
    case 'waiting':
      return <Invitation sso={sso} />
    case 'done':
      return (
        <p role="status" className="flex items-center gap-2">
          <CircleCheck aria-hidden size={15} className="text-ok" />
          Signed in. The AWS tools on this computer are signed in too.
        </p>
      )
    case 'failed':
      return (
        <p role="alert" className="break-words" data-selectable>
          <span className="text-failed">{sso.error.message}</span> <span className="text-ink-dim">{sso.error.action}</span>
        </p>
      )
    default:
      return assertNever(sso)
  }
}

function Invitation({ sso }: { sso: Extract<SsoSignIn, { state: 'waiting' }> }) {
  const nowMs = useNow(5000)
  return (
    <>
      <p className="text-ink-dim">Open the page of AWS in the browser and check that it shows this code. Only agree to a sign-in that you began yourself.</p>
      <p className="flex items-center justify-center gap-2 rounded-md border bg-canvas py-3">
        <span className="font-mono text-2xl tracking-wider" data-selectable>{sso.userCode}</span>
        <CopyButton text={sso.userCode} label="Copy the code" />
      </p>
      <p className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-mono text-sm text-ink-dim" title={sso.url} data-selectable>{sso.url}</span>
        <CopyButton text={sso.url} label="Copy the address" />
        <Button look="primary" data-autofocus onClick={() => void openSignInPage(sso.url)}>
          <ExternalLink aria-hidden size={14} /> Open the page
        </Button>
      </p>
      <p role="status" className="flex items-center gap-2 text-sm text-ink-faint">
        <LoaderCircle aria-hidden size={13} className="motion-safe:animate-spin" />
        Waiting for the browser. The code ends in {formatAge(nowMs * 1000, sso.expiresUs / 1000)}.
      </p>
    </>
  )
}
