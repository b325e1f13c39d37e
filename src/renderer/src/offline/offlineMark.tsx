import { CloudOff, HardDrive, HardDriveDownload, Pin } from 'lucide-react'
import type { RunRow } from '@shared/model/run'
import { plural } from '../format/number'

/** How a run stands with this computer, in words. */
export function offlineWords({ offline, isPinned, goneCount = 0 }: Pick<RunRow, 'offline' | 'isPinned' | 'goneCount'>): string {
  const here = { complete: 'All its log files are on this computer', partial: 'Some of its log files are on this computer', 'index-only': 'Only its index is on this computer' }[offline]
  const kept = isPinned === true ? '; kept offline' : ''
  const gone = goneCount === 0 ? '' : `; the bucket no longer has ${plural(goneCount, 'object')} of it`
  return `${here}${kept}${gone}`
}

const looks = {
  complete: { Icon: HardDrive, word: 'Complete', look: 'text-ink-faint' },
  partial: { Icon: HardDriveDownload, word: 'Partly here', look: 'text-waiting' },
  'index-only': { Icon: HardDriveDownload, word: 'Index only', look: 'text-waiting' }
} as const

/** Whether a run can be read without the network, as icons; `words` shows the word beside them. */
export function OfflineMark({ run, words = false }: { run: Pick<RunRow, 'offline' | 'isPinned' | 'goneCount'>; words?: boolean }) {
  const { Icon, word, look } = looks[run.offline]
  const about = offlineWords(run)
  return (
    <span title={about} className="inline-flex min-w-0 items-center gap-1 text-xs">
      <Icon aria-hidden size={13} className={`shrink-0 ${look}`} />
      {words ? <span aria-hidden className="whitespace-nowrap text-ink-dim">{word}</span> : null}
      {run.isPinned === true ? <Pin aria-hidden size={12} className="shrink-0 text-accent" /> : null}
      {run.goneCount === undefined ? null : <CloudOff aria-hidden size={13} className="shrink-0 text-waiting" />}
      <span className="sr-only">{about}</span>
    </span>
  )
}
