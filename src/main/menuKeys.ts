const names: Readonly<Record<string, string>> = {
  mod: 'CommandOrControl',
  alt: 'Alt',
  shift: 'Shift',
  arrowleft: 'Left',
  arrowright: 'Right',
  arrowup: 'Up',
  arrowdown: 'Down',
  escape: 'Escape',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  space: 'Space',
  '+': 'Plus'
}

/**
 * The keys of an action as Electron's menus write them: those of its first chord that is not a single key, for single keys give way to
 * typing. Nothing when it has none.
 */
export function menuKeys(chords: readonly string[]): { readonly accelerator?: string } {
  const chord = chords.find((each) => /^(mod|alt)\+|^f\d+$/.test(each))
  if (chord === undefined) return {}
  return { accelerator: chord.split('+').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : `${key[0]?.toUpperCase() ?? ''}${key.slice(1)}`)).join('+') }
}
