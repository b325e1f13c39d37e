import { app } from 'electron'
import type { Change } from '@shared/contract/change'
import { linkAmong, readDeepLink } from './deepLink'

const scheme = 'burr-desktop'

interface Linking {
  /** The person's own arguments of this start. */
  readonly own: readonly string[]
  /** The bucket the window shows; empty = none. */
  readonly bucket: () => string
  readonly tell: (change: Change) => void
  /** Settles when a page listens. */
  readonly ready: Promise<unknown>
}

/** What a link comes to: the change that a window is told. */
export function followLink(text: string, bucket: string): Change {
  const link = readDeepLink(text)
  if (!link.ok) return { kind: 'link', target: null, why: link.why }
  // A link chooses nothing for a person: another bucket is named, and connecting to it stays theirs.
  if (link.bucket !== null && link.bucket !== bucket) {
    return { kind: 'link', target: null, why: `The link is of the bucket ${link.bucket}, and this window shows ${bucket === '' ? 'none' : bucket}. Connect to ${link.bucket} in the settings, then open the link again.` }
  }
  return { kind: 'link', target: link.target, why: '' }
}

/** Opens `burr-desktop:` links: those of this start, those a second start hands over, and those macOS sends. */
export function handleLinks({ own, bucket, tell, ready }: Linking): void {
  // The Linux package's desktop entry registers the scheme; elsewhere the installed program does it itself.
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient(scheme)
  const follow = (text: string | null): void => {
    if (text !== null) void ready.then(() => tell(followLink(text, bucket())))
  }
  follow(linkAmong(own))
  app.on('second-instance', (_event, argv) => follow(linkAmong(argv)))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    follow(url)
  })
}
