const mac = /mac/i.test(navigator.userAgent)

const names: Readonly<Record<string, string>> = {
  mod: mac ? '⌘' : 'Ctrl',
  alt: mac ? '⌥' : 'Alt',
  shift: mac ? '⇧' : 'Shift',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  escape: 'Esc',
  pagedown: 'Page Down',
  pageup: 'Page Up'
}

/** The keys of a chord as they are written on the keyboard. */
export function chordKeys(chord: string): readonly string[] {
  return chord.split('+').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : `${key[0]?.toUpperCase() ?? ''}${key.slice(1)}`))
}

/** The chord of a key press, as the shortcut table writes it. */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.toLowerCase()
  // A sign such as "?" already holds its Shift.
  const shift = event.shiftKey && (key.length > 1 || /\p{L}/u.test(key))
  const mod = mac ? event.metaKey : event.ctrlKey
  return [mod && 'mod', event.altKey && 'alt', shift && 'shift', key].filter(Boolean).join('+')
}

/** Whether a chord is one printable key: these give way to typing, and can be switched off. */
export function isSingleKey(chord: string): boolean {
  return chord.replace('shift+', '').length === 1
}
