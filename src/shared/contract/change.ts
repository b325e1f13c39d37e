import type { RunKey } from '../model/run'

/** The one push from main to a window: what changed, never the rows. */
export type Change =
  | { readonly kind: 'projects' }
  | { readonly kind: 'runs'; readonly project: string }
  | { readonly kind: 'run'; readonly run: RunKey }
  | { readonly kind: 'status' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'workspace' }
