import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SearchPage } from '@shared/contract/search'
import { toErrorShape } from '@shared/errors'
import { formatCount, plural } from '../format/number'
import { searchScopeQuery, setSearchScope } from '../queries/search'
import { Button } from '../ui/button'
import { toast } from '../ui/toast'

/** How much of what there is can be found, when it is not all. */
export function FilesNote({ files: { searchable, waiting, partial }, plain = false }: { files: SearchPage['files']; plain?: boolean }) {
  const said = [
    waiting > 0 ? `Not all is indexed: the words of ${formatCount(searchable)} of ${plural(searchable + waiting, 'object')} can be found so far.` : '',
    partial > 0 ? `${plural(partial, 'log file holds', 'log files hold')} values longer than 64 KB; only their first 64 KB can be found.` : ''
  ].filter((part) => part !== '')
  return said.length === 0 ? null : <span className={plain ? 'mt-1 block' : 'text-waiting'}>{said.join(' ')}</span>
}

/** Says that the search was switched off, and switches it on again. */
export function ScopeNote({ project }: { project: string | null }) {
  const client = useQueryClient()
  const scope = useQuery(searchScopeQuery()).data
  const { mutate, isPending } = useMutation({
    mutationFn: setSearchScope,
    onSuccess: () => client.invalidateQueries({ queryKey: ['search'] }),
    onError: (error) => toast(toErrorShape(error).message, 'failed')
  })
  if (scope === undefined) return null
  const isProjectOff = project !== null && scope.projectsOff.includes(project)
  const others = project === null ? scope.projectsOff.length : 0
  if (scope.isOn && !isProjectOff && others === 0) return null
  const words = !scope.isOn
    ? 'The search is off: no words are kept of any run, and only app ids can be found.'
    : isProjectOff
      ? `The words of ${project} are not kept, so that only its app ids can be found.`
      : `The words of ${plural(others, 'project')} are not kept: ${scope.projectsOff.join(', ')}.`
  return (
    <div className="flex flex-wrap items-center gap-3 border-b bg-waiting-soft px-4 py-1.5 text-sm">
      <span className="min-w-0">{words}</span>
      <Button className="h-6" disabled={isPending} onClick={() => mutate({ isOn: true, projectsOff: project === null ? [] : scope.projectsOff.filter((each) => each !== project) })}>Turn it on</Button>
    </div>
  )
}
