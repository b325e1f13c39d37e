import { useQuery } from '@tanstack/react-query'
import { CirclePause, CirclePlay, ListFilter, RefreshCw, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { StoragePane } from '../offline/storagePane'
import { doAction } from '../keyboard/actions'
import { pausePolling, pollNow, verifyIndex } from '../queries/bucketCommands'
import { projectsQuery } from '../queries/projects'
import { statusQuery } from '../queries/status'
import { Button } from '../ui/button'
import { Checkbox, Select } from '../ui/field'
import { ScreenHeader } from '../ui/screenHeader'
import { Tabs } from '../ui/tabs'
import { JobTable } from './jobTable'
import { ProjectHealth } from './projectHealth'
import { SetAsideTable } from './setAsideTable'
import { StatusFacts } from './statusFacts'

type ActivityTab = 'jobs' | 'projects' | 'failed' | 'ignored' | 'storage'

/** What the indexer does and did, and what it could not take in. */
export function ActivityScreen() {
  const status = useQuery(statusQuery()).data
  const [tab, setTab] = useState<ActivityTab>('jobs')
  const [project, setProject] = useState<string | null>(null)
  const [includeEmpty, setIncludeEmpty] = useState(false)
  const show = (state: 'ignored' | 'failed', of: string): void => {
    setProject(of)
    setTab(state)
  }
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
          aside={
            tab === 'jobs' ? <Checkbox label={<span className="text-sm text-ink-dim">Jobs that found nothing</span>} checked={includeEmpty} onChange={setIncludeEmpty} />
            : tab === 'projects' ? undefined
            : <ProjectFilter project={project} onChange={setProject} />
          }
          tabs={[
            { id: 'jobs', title: 'Jobs', content: <JobTable includeEmpty={includeEmpty} /> },
            { id: 'projects', title: 'Projects', content: <ProjectHealth onShow={show} /> },
            { id: 'failed', title: 'Failed objects', count: status?.objects.failed, content: <SetAsideTable state="failed" project={project} /> },
            { id: 'ignored', title: 'Ignored objects', count: status?.objects.ignored, content: <SetAsideTable state="ignored" project={project} /> },
            { id: 'storage', title: 'Storage', content: <StoragePane /> }
          ]}
        />
      </div>
    </div>
  )
}

/** Which project's objects are shown. */
function ProjectFilter({ project, onChange }: { project: string | null; onChange: (project: string | null) => void }) {
  const projects = useQuery(projectsQuery()).data ?? []
  return (
    <Select aria-label="Project" className="w-56" value={project ?? ''} onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}>
      <option value="">All projects</option>
      {projects.map(({ name }) => <option key={name} value={name}>{name}</option>)}
    </Select>
  )
}
