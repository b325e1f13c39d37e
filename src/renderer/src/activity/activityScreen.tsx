import { useQuery } from '@tanstack/react-query'
import { CirclePause, CirclePlay, ListFilter, RefreshCw, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { StoragePane } from '../offline/storagePane'
import { doAction } from '../keyboard/actions'
import { pausePolling, pollNow, verifyIndex } from '../queries/bucketCommands'
import { statusQuery } from '../queries/status'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/field'
import { ScreenHeader } from '../ui/screenHeader'
import { Tabs } from '../ui/tabs'
import { JobTable } from './jobTable'
import { SetAsideTable } from './setAsideTable'
import { StatusFacts } from './statusFacts'

type ActivityTab = 'jobs' | 'failed' | 'ignored' | 'storage'

/** What the indexer does and did, and what it could not take in. */
export function ActivityScreen() {
  const status = useQuery(statusQuery()).data
  const [tab, setTab] = useState<ActivityTab>('jobs')
  const [includeEmpty, setIncludeEmpty] = useState(false)
  const paused = status?.connection === 'paused'
  const isOff = status === undefined || status.connection === 'not-configured'
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title="Activity">
        <Button disabled={isOff} onClick={() => doAction('bringIn.open')} title="Projects, how far back, and what it takes">
          <ListFilter aria-hidden size={14} /> What to bring in
        </Button>
        <Button disabled={isOff} onClick={() => void verifyIndex()} title="Lists the whole bucket and compares it with the index">
          <ShieldCheck aria-hidden size={14} /> Verify
        </Button>
        <Button disabled={isOff} onClick={() => void pausePolling(!paused)}>
          {paused ? <CirclePlay aria-hidden size={14} /> : <CirclePause aria-hidden size={14} />} {paused ? 'Resume' : 'Pause'}
        </Button>
        <Button disabled={isOff} onClick={() => void pollNow()}>
          <RefreshCw aria-hidden size={14} /> Poll now
        </Button>
      </ScreenHeader>
      {status === undefined ? null : <StatusFacts status={status} />}
      <div className="min-h-0 flex-1">
        <Tabs<ActivityTab>
          label="Activity"
          open={tab}
          onOpen={setTab}
          aside={tab === 'jobs' ? <Checkbox label={<span className="text-sm text-ink-dim">Jobs that found nothing</span>} checked={includeEmpty} onChange={setIncludeEmpty} /> : undefined}
          tabs={[
            { id: 'jobs', title: 'Jobs', content: <JobTable includeEmpty={includeEmpty} /> },
            { id: 'failed', title: 'Failed objects', count: status?.objects.failed, content: <SetAsideTable state="failed" /> },
            { id: 'ignored', title: 'Ignored objects', count: status?.objects.ignored, content: <SetAsideTable state="ignored" /> },
            { id: 'storage', title: 'Storage', content: <StoragePane /> }
          ]}
        />
      </div>
    </div>
  )
}
