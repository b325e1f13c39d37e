import { useState } from 'react'
import { letterKeysOn, setLetterKeys } from '../keyboard/actions'
import { chordKeys } from '../keyboard/chord'
import { shortcutTable } from '../keyboard/shortcuts'
import { Checkbox } from '../ui/field'
import { Dialog } from '../ui/dialog'
import { Kbd } from '../ui/kbd'

/** Every shortcut on one sheet, and the switch for single letters. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const [letters, setLetters] = useState(letterKeysOn)
  const withKeys = shortcutTable.filter((each) => each.chords.length > 0)
  const sections = [...new Set(withKeys.map((each) => each.section))]
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} className="w-180">
      <div className="min-h-0 overflow-y-auto p-4">
        <div className="columns-2 gap-8">
          {sections.map((section) => (
            <section key={section} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-sm font-semibold">{section}</h3>
              <dl>
                {withKeys.filter((each) => each.section === section).map((each) => (
                  <div key={each.id} className="flex h-7 items-center justify-between gap-3 text-sm">
                    <dt className="truncate text-ink-dim">{each.title}</dt>
                    <dd className="flex shrink-0 items-center gap-2">
                      {each.chords.map((chord) => (
                        <span key={chord} className="flex gap-0.5">
                          {chordKeys(chord).map((key) => <Kbd key={key}>{key}</Kbd>)}
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <Checkbox
          label="Single letters are shortcuts"
          checked={letters}
          onChange={(on) => {
            setLetterKeys(on)
            setLetters(on)
          }}
        />
      </div>
    </Dialog>
  )
}
