import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { FolderKanban } from 'lucide-react'
import { useState } from 'react'
import { doAction, useAvailableActions } from '../keyboard/actions'
import { chordKeys } from '../keyboard/chord'
import { shortcutTable } from '../keyboard/shortcuts'
import { navigate } from '../navigation'
import { projectsQuery } from '../queries/projects'
import { projectRoute } from '../route'
import { Dialog } from '../ui/dialog'
import { Kbd } from '../ui/kbd'
import { showSigns } from '../ui/showSigns'
import { OpenGroup, placeValue, searchValue, useOpenPlaces } from './openGroup'

const itemLook = 'flex h-8 items-center gap-2 rounded-md px-2 text-ink-dim aria-selected:bg-accent-soft aria-selected:text-ink'
const groupLook = '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint'

/** How well an entry fits what was typed: every word must be in it; one that begins with it comes first. */
function matchWords(value: string, typed: string, keywords: readonly string[] = []): number {
  const name = value.toLowerCase()
  const text = `${name} ${keywords.join(' ').toLowerCase()}`
  const wanted = typed.trim().toLowerCase()
  if (!wanted.split(/\s+/).every((word) => text.includes(word))) return 0
  return name.startsWith(wanted) ? 1 : name.includes(wanted) ? 0.8 : 0.5
}

/** Everything that can be done and everywhere one can go, by typing. */
export function Palette({ onClose }: { onClose: () => void }) {
  const available = useAvailableActions()
  const [typed, setTyped] = useState('')
  const [selected, setSelected] = useState('')
  const [hasChosen, setHasChosen] = useState(false)
  const places = useOpenPlaces(typed)
  // A place that is found after the search was offered takes its place, until a person moves.
  const value = !hasChosen && places.length > 0 && selected === searchValue(typed) ? placeValue(typed, 0) : selected
  const projects = useQuery(projectsQuery()).data ?? []
  const actions = shortcutTable.filter((each) => each.onSheetOnly !== true && each.id !== 'palette.open' && available.has(each.id))
  const sections = [...new Set(actions.map((each) => each.section))]
  const choose = (doing: () => void): void => {
    onClose()
    // The dialog gives the focus back first, so that what is done may move it.
    queueMicrotask(doing)
  }
  return (
    <Dialog title="Command palette" onClose={onClose} bare>
      <Command label="Command palette" loop filter={matchWords} value={value} onValueChange={setSelected} onKeyDown={({ key }) => setHasChosen(key.startsWith('Arrow') || (hasChosen && key === 'Enter'))} className="flex min-h-0 flex-col">
        <Command.Input data-autofocus value={typed} onValueChange={setTyped} placeholder="Go to a project, paste an app id or an address, or type what to do" className="h-11 shrink-0 border-b bg-transparent px-4 text-lg outline-none placeholder:text-ink-faint" />
        <Command.List className="min-h-0 overflow-y-auto p-2 pt-0">
          <OpenGroup typed={typed} places={places} itemLook={itemLook} groupLook={groupLook} choose={choose} />
          {projects.length === 0 ? null : (
            <Command.Group heading="Projects" className={groupLook}>
              {projects.map((project) => (
                <Command.Item key={project.name} value={project.name} keywords={['project']} onSelect={() => choose(() => navigate(projectRoute(project.name)))} className={itemLook}>
                  <FolderKanban aria-hidden size={14} className="shrink-0" />
                  <span className="truncate">{showSigns(project.name)}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {sections.map((section) => (
            <Command.Group key={section} heading={section} className={groupLook}>
              {actions.filter((each) => each.section === section).map((each) => (
                <Command.Item key={each.id} value={each.title} keywords={[section]} onSelect={() => choose(() => void doAction(each.id))} className={itemLook}>
                  <span className="flex-1 truncate">{each.title}</span>
                  {each.chords[0] === undefined ? null : (
                    <span className="flex gap-0.5">
                      {chordKeys(each.chords[0]).map((key) => <Kbd key={key}>{key}</Kbd>)}
                    </span>
                  )}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}
