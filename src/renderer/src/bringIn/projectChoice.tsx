import type { BringIn, ProjectEstimate } from '@shared/model/bringIn'
import { formatBytes, formatCount } from '../format/number'
import { Age } from '../ui/age'
import { Checkbox } from '../ui/field'
import { HeaderCell } from '../ui/headerCell'
import { aboutWord } from './reckoning'

const byName = new Intl.Collator(undefined, { numeric: true })

const grid = 'grid grid-cols-[minmax(160px,1fr)_104px_112px_96px_112px] items-center px-2'

/** The projects of the bucket, each with what it takes; all of them, or those that are ticked. */
export function ProjectChoice({ projects, chosen, onChoose }: { projects: readonly ProjectEstimate[]; chosen: BringIn['projects']; onChoose: (chosen: BringIn['projects']) => void }) {
  const sorted = projects.toSorted((a, b) => byName.compare(a.project, b.project))
  const names = projects.map(({ project }) => project)
  const toggle = (name: string, isOn: boolean): void => {
    const before = chosen ?? names
    onChoose(isOn ? [...before, name] : before.filter((each) => each !== name))
  }
  return (
    <>
      <div className="shrink-0 border-b px-4 py-2">
        <Checkbox label="All projects, also those that appear later" checked={chosen === null} onChange={(isOn) => onChoose(isOn ? null : names)} />
      </div>
      <div className="min-h-24 flex-1 overflow-auto">
        <table className="block min-w-150 text-sm" aria-label="Projects of the bucket">
          <thead className="sticky top-0 z-10 block border-b bg-raised">
            <tr className={`${grid} h-8`}>
              <HeaderCell>Project</HeaderCell>
              <HeaderCell right>Newest</HeaderCell>
              <HeaderCell right title="Objects that Burr wrote">Objects</HeaderCell>
              <HeaderCell right>Size</HeaderCell>
              <HeaderCell right title="Objects that are not in the index yet">To fetch</HeaderCell>
            </tr>
          </thead>
          <tbody className="block">
            {sorted.map((each) => <Row key={each.project} estimate={each} isChosen={chosen === null || chosen.includes(each.project)} onToggle={toggle} />)}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Row({ estimate, isChosen, onToggle }: { estimate: ProjectEstimate; isChosen: boolean; onToggle: (name: string, isOn: boolean) => void }) {
  const { project, objects, bytes, gets, newestUs } = estimate
  const about = aboutWord(estimate)
  const number = `tabular px-2 text-right ${isChosen ? '' : 'text-ink-faint'}`
  return (
    <tr className={`${grid} h-7 hover:bg-hover`}>
      <td className="min-w-0 truncate px-2" title={project}>
        <Checkbox label={<span className="font-medium">{project}</span>} checked={isChosen} onChange={(isOn) => onToggle(project, isOn)} />
      </td>
      <td className={number}><Age timeUs={newestUs} suffix="ago" /></td>
      <td className={number}>{about}{formatCount(objects)}</td>
      <td className={number}>{formatBytes(bytes)}</td>
      <td className={number}>{about}{formatCount(gets)}</td>
    </tr>
  )
}
