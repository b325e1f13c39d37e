import { Check, SlidersHorizontal } from 'lucide-react'
import { DropdownMenu as Menu } from 'radix-ui'
import type { ReactNode } from 'react'
import type { Filtering } from './filter'
import type { OpenLevel, OpenRows } from './openRows'

interface Props {
  readonly open: OpenRows
  readonly filtering: Filtering
  readonly isMarking: boolean
  readonly onMark: (isMarking: boolean) => void
  readonly isFolding: boolean
  readonly onFold: (isFolding: boolean) => void
  readonly isLanes: boolean
  readonly onLanes: (isLanes: boolean) => void
}

const levels: readonly (readonly [OpenLevel, string])[] = [[1, 'Steps alone'], [2, 'What is in them'], [3, 'Everything, sub-runs too']]

/** How deep the list is open, which steps it shows and what it marks; kept for the project. */
export function ViewMenu({ open, filtering: { filter, change }, isMarking, onMark, isFolding, onFold, isLanes, onLanes }: Props) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger aria-label="What the list shows" title="What the list shows" className="inline-flex size-5 shrink-0 items-center justify-center rounded text-ink-dim hover:bg-hover hover:text-ink data-[state=open]:bg-pressed">
        <SlidersHorizontal aria-hidden size={13} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content align="end" sideOffset={4} collisionPadding={8} className="z-50 min-w-56 rounded-md border border-line bg-raised py-1 text-sm text-ink shadow-float">
          <Menu.Label className="px-2.5 pt-0.5 pb-1 text-xs text-ink-faint">Open</Menu.Label>
          <Menu.RadioGroup value={String(open.level)} onValueChange={(next) => open.setLevel(next === '1' ? 1 : next === '2' ? 2 : 3)}>
            {levels.map(([level, word]) => <Menu.RadioItem key={level} value={String(level)} className={item}><Mark />{word}</Menu.RadioItem>)}
          </Menu.RadioGroup>
          <Menu.Separator className="my-1 border-t border-line" />
          <Toggle isOn={filter.onlyErrors} onChange={(isOn) => change({ onlyErrors: isOn })}>Only errors</Toggle>
          <Toggle isOn={filter.onlySlow} onChange={(isOn) => change({ onlySlow: isOn })}>Only slow steps</Toggle>
          <Toggle isOn={filter.onlyCritical} onChange={(isOn) => change({ onlyCritical: isOn })}>Only the critical path</Toggle>
          <Menu.Separator className="my-1 border-t border-line" />
          <Toggle isOn={isMarking} onChange={onMark}>Mark the critical path</Toggle>
          <Toggle isOn={isFolding} onChange={onFold}>Fold pauses</Toggle>
          <Toggle isOn={isLanes} onChange={onLanes}>A lane for each action</Toggle>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}

const item = 'flex h-6 cursor-default items-center gap-1.5 px-2 outline-none data-[highlighted]:bg-hover'

function Mark() {
  return <span className="flex w-4 shrink-0 justify-center"><Menu.ItemIndicator><Check aria-hidden size={13} /></Menu.ItemIndicator></span>
}

function Toggle({ isOn, onChange, children }: { isOn: boolean; onChange: (isOn: boolean) => void; children: ReactNode }) {
  return <Menu.CheckboxItem checked={isOn} onCheckedChange={onChange} className={item}><Mark />{children}</Menu.CheckboxItem>
}
