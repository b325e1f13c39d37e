import { useQuery } from '@tanstack/react-query'
import { formatCount } from '../format/number'
import { navigate } from '../navigation'
import { partitionsQuery } from '../queries/projects'
import type { RunListFilter } from '../queries/runs'
import { Select } from '../ui/field'
import { showSigns } from '../ui/showSigns'

const all = 'all'
const valueOf = (key: string | null | undefined): string => (key === undefined ? all : key === null ? 'none' : `key ${key}`)

/** Chooses one partition of a project, or all of them; nothing when there is nothing to choose. */
export function PartitionPicker({ filter }: { filter: RunListFilter }) {
  const partitions = useQuery(partitionsQuery(filter.project)).data ?? []
  const isListed = filter.partitionKey === undefined || partitions.some((each) => each.partitionKey === filter.partitionKey)
  if (partitions.length < 2 && filter.partitionKey === undefined) return null
  return (
    <Select
      aria-label="Partition"
      className="max-w-56 shrink-0"
      value={valueOf(filter.partitionKey)}
      onChange={(event) => {
        const chosen = event.target.value
        const partitionKey = chosen === all ? undefined : chosen === 'none' ? null : chosen.slice(4)
        navigate({ screen: 'project', ...filter, partitionKey })
      }}
    >
      <option value={all}>All partitions</option>
      {isListed ? null : <option value={valueOf(filter.partitionKey)}>{showSigns(filter.partitionKey ?? 'No partition')}</option>}
      {partitions.map((each) => (
        <option key={valueOf(each.partitionKey)} value={valueOf(each.partitionKey)}>
          {showSigns(each.partitionKey ?? 'No partition')} ({formatCount(each.runCount)})
        </option>
      ))}
    </Select>
  )
}
