import type { RunKey } from '../model/run'
import type { ActionId } from '../shortcuts'

/** What a link from outside asks to see. */
export type LinkTarget =
  | { readonly kind: 'project'; readonly project: string; readonly filter: string }
  | { readonly kind: 'run'; readonly run: RunKey; readonly sequenceId: number | null }

/** The one push from main to a window: what changed, never the rows. */
export type Change =
  | { readonly kind: 'projects' }
  | { readonly kind: 'runs'; readonly project: string }
  | { readonly kind: 'run'; readonly run: RunKey }
  | { readonly kind: 'status' }
  | { readonly kind: 'settings' }
  /** The profiles, or who is signed in, or what a sign-in waits for. */
  | { readonly kind: 'signIn' }
  | { readonly kind: 'workspace' }
  /** What is opened in the place of the workspace, or exported. */
  | { readonly kind: 'portable' }
  /** What is done with snapshots, or what became of it. */
  | { readonly kind: 'snapshots' }
  /** Annotations of a project, or (`null`) of any. */
  | { readonly kind: 'annotations'; readonly project: string | null }
  /** What is kept offline, or what of it is here. */
  | { readonly kind: 'offline' }
  /** A link from outside was opened: what it asks to see, or in words why it is not shown. */
  | { readonly kind: 'link'; readonly target: LinkTarget | null; readonly why: string }
  /** A person chose a menu entry. */
  | { readonly kind: 'command'; readonly command: ActionId }
