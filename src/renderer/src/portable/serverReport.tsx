import type { ServerReport } from '@shared/model/portable'
import { formatCount, plural } from '../format/number'
import { dismissReport } from '../queries/portable'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'

/** What the database of Burr's own server knows, project by project, beside what the bucket holds. */
export function ServerReportDialog({ report: { name, projects, comparedWith } }: { report: ServerReport }) {
  const close = (): void => void dismissReport()
  const missed = projects.reduce((sum, { neverSeen }) => sum + neverSeen, 0)
  const columns = comparedWith === null ? ['Runs', 'Log files'] : ['Runs', 'Log files', 'In the bucket', 'Never seen', 'Unknown here']
  return (
    <Dialog title={`What Burr’s server knows: ${name}`} onClose={close} className="w-190">
      <div className="min-h-0 overflow-auto p-4">
        <p className="text-ink-dim">
          {comparedWith === null
            ? 'No bucket is chosen, so nothing was compared.'
            : missed === 0
              ? `The server saw every log file of ${comparedWith} that is indexed here.`
              : `The server never saw ${plural(missed, 'log file')} of ${comparedWith}, by the index on this computer.`}
        </p>
        <table className="tabular mt-3 w-full text-left">
          <thead className="text-sm text-ink-faint">
            <tr>
              <th scope="col" className="py-1 font-normal">Project</th>
              {columns.map((column) => <th key={column} scope="col" className="py-1 pl-4 text-right font-normal">{column}</th>)}
            </tr>
          </thead>
          <tbody>
            {projects.map(({ project, runs, logFiles, inBucket, neverSeen, unknownHere }) => (
              <tr key={project} className="border-t">
                <th scope="row" className="max-w-60 truncate py-1 font-normal" title={project}>{project}</th>
                {(comparedWith === null ? [runs, logFiles] : [runs, logFiles, inBucket, neverSeen, unknownHere]).map((count, at) => (
                  <td key={columns[at]} className={`py-1 pl-4 text-right ${columns[at] === 'Never seen' && count > 0 ? 'font-medium text-failed' : ''}`}>{formatCount(count)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="flex shrink-0 justify-end border-t px-4 py-2"><Button data-autofocus onClick={close}>Close</Button></div>
    </Dialog>
  )
}
