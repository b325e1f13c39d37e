import type { RunKey } from '@shared/model/run'
import { Skeleton } from '../ui/skeleton'
import { oneLine } from './values/visibleText'

/** The place of a run that is being read: its name is known, its rows are not. */
export function RunPlace({ run }: { run: RunKey }) {
  return (
    <div aria-busy className="flex h-full flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2.5 border-b px-3">
        <Skeleton width={64} />
        <h1 className="min-w-0 truncate font-mono font-medium">{oneLine(run.appId, 300)}</h1>
      </div>
      <div className="h-7 shrink-0 border-b bg-panel" />
      {[180, 120, 150, 90, 160, 110, 140, 100].map((width, index) => (
        <div key={width} className="flex h-6 items-center gap-4 pl-6" style={{ opacity: 1 - index / 9 }}>
          <Skeleton width={16} />
          <Skeleton width={width} />
        </div>
      ))}
    </div>
  )
}
