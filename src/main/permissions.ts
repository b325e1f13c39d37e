import type { Session } from 'electron'

/** The one permission a page has: writing plain text to the clipboard after a click. */
const granted = 'clipboard-sanitized-write'

/** Denies every permission and device of a session but {@link granted}. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === granted))
  session.setPermissionCheckHandler((_contents, permission) => permission === granted)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}))
}

/** Keeps a session from fetching dictionaries: Chromium asks a server of Google for one at every start, whether or not a window checks spelling. */
export function fetchNoDictionaries(session: Session): void {
  session.setSpellCheckerEnabled(false)
  if (process.platform !== 'darwin') session.setSpellCheckerLanguages([])
}
