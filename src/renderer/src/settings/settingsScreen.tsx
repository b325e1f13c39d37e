import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { toErrorShape } from '@shared/errors'
import { settingsPatch } from '@shared/model/settings'
import type { EffectiveSettings } from '@shared/model/settings'
import { call } from '../api'
import { plural } from '../format/number'
import { navigate } from '../navigation'
import { settingsQuery } from '../queries/settings'
import { Button } from '../ui/button'
import { ErrorState } from '../ui/errorState'
import { ScreenHeader } from '../ui/screenHeader'
import { toast } from '../ui/toast'
import { ConnectionSection } from './connectionSection'
import { useDraft } from './draft'
import { AppearanceSection } from './appearanceSection'
import { AboutSection, IndexingSection, SnapshotSection } from './otherSections'
import { PricesSection } from './prices/pricesSection'
import { FormContext } from './settingRow'

/** Everything a person can set, and where each value comes from. */
export function SettingsScreen() {
  const settings = useQuery(settingsQuery())
  if (settings.isError) return <ErrorState title="The settings cannot be read" error={settings.error} onRetry={() => void settings.refetch()} />
  if (settings.data === undefined) return <ScreenHeader title="Settings" />
  return <SettingsForm settings={settings.data} />
}

function SettingsForm({ settings }: { settings: EffectiveSettings }) {
  const client = useQueryClient()
  const draft = useDraft(settings)
  const isFirst = settings.values.bucket === ''
  const save = useMutation({
    mutationFn: () => call('settings.update', settingsPatch.parse(draft.patch)),
    onSuccess: (saved) => {
      client.setQueryData(settingsQuery().queryKey, saved)
      draft.discard()
      toast('Settings saved')
      if (isFirst && saved.values.bucket !== '') navigate({ screen: 'projects' })
    }
  })
  return (
    <form
      className="flex h-full flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.isChanged && draft.problems.size === 0) save.mutate()
      }}
    >
      <ScreenHeader title="Settings" about={draft.isChanged ? 'Not saved yet' : undefined}>
        {draft.isChanged ? <Button look="quiet" onClick={draft.discard}>Discard</Button> : null}
        <Button type="submit" look="primary" disabled={!draft.isChanged || draft.problems.size > 0 || save.isPending}>
          {isFirst ? 'Save and connect' : 'Save'}
        </Button>
      </ScreenHeader>
      <div className="@container min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-180 px-6">
          {save.isError ? <Notice>{toErrorShape(save.error).message} {toErrorShape(save.error).action}</Notice> : null}
          {settings.problems.length === 0 ? null : (
            <Notice>
              {plural(settings.problems.length, 'value')} could not be taken:{' '}
              {settings.problems.map((each) => `${each.field} ${each.value} (${each.why})`).join(' ')}
            </Notice>
          )}
          <FormContext value={{ draft, settings }}>
            <ConnectionSection draft={draft} />
            <IndexingSection draft={draft} />
            <SnapshotSection draft={draft} />
            <AppearanceSection values={settings.values} />
          </FormContext>
          <PricesSection />
          <AboutSection />
        </div>
      </div>
    </form>
  )
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="mt-4 flex items-start gap-2 rounded-md bg-failed-soft px-3 py-2 text-failed" data-selectable>
      <TriangleAlert aria-hidden size={15} className="mt-0.5 shrink-0" />
      <div className="min-w-0 break-words">{children}</div>
    </div>
  )
}
