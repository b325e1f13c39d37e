import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

/** One tab: its name, how many things are in it when that is worth saying, and what it shows. */
export interface Tab<Id extends string> {
  readonly id: Id
  readonly title: string
  readonly count?: number | undefined
  readonly content: ReactNode
}

/** Tabs over a pane that fills the height it is given; arrows move between them. Only the open one is mounted. */
export function Tabs<Id extends string>({ label, tabs, open, onOpen, aside }: { label: string; tabs: readonly Tab<Id>[]; open: Id; onOpen: (id: Id) => void; aside?: ReactNode }) {
  return (
    <Primitive.Root
      value={open}
      onValueChange={(id) => {
        const found = tabs.find((tab) => tab.id === id)
        if (found !== undefined) onOpen(found.id)
      }}
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex h-9 shrink-0 items-stretch border-b px-2">
        <Primitive.List aria-label={label} className="flex min-w-0 items-stretch overflow-x-auto">
          {tabs.map((tab) => (
            <Primitive.Trigger
              key={tab.id}
              value={tab.id}
              className="flex shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2.5 pt-0.5 text-sm font-medium text-ink-dim hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
            >
              {tab.title}
              {tab.count === undefined ? null : <span className="tabular rounded bg-pressed px-1 text-xs text-ink-dim">{tab.count}</span>}
            </Primitive.Trigger>
          ))}
        </Primitive.List>
        {aside === undefined ? null : <div className="flex flex-1 items-center justify-end gap-1 pr-2 pl-2">{aside}</div>}
      </div>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.id} value={tab.id} tabIndex={-1} className="min-h-0 flex-1 overflow-auto">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  )
}
