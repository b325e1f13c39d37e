import { useMemo, useState } from 'react'
import type { EffectiveSettings, Settings, SettingsPatch } from '@shared/model/settings'
import { recall, remember } from '../navigation'
import { fieldProblem } from './fieldRules'
import type { Field } from './fieldRules'

/** Changes that are not saved yet, on top of the settings in force. */
export interface Draft {
  readonly values: Settings
  readonly patch: SettingsPatch
  readonly isChanged: boolean
  /** What is wrong, field by field. */
  readonly problems: ReadonlyMap<Field, string>
  readonly set: <F extends Field>(field: F, value: Settings[F]) => void
  readonly discard: () => void
}

/** Edits the settings without touching them; a field the environment sets cannot be edited. */
export function useDraft(settings: EffectiveSettings): Draft {
  const [edits, setEdits] = useState<Partial<Settings>>(() => recall<Partial<Settings>>('settings.edits') ?? {})
  return useMemo(() => {
    const isOpen = (field: Field): boolean => settings.sources[field].from !== 'environment'
    const patch = Object.fromEntries(
      (Object.keys(edits) as Field[]).filter((field) => isOpen(field) && edits[field] !== settings.values[field]).map((field) => [field, edits[field]])
    ) as SettingsPatch
    const values = { ...settings.values, ...patch } as Settings
    const problems = new Map(
      (Object.keys(values) as Field[]).flatMap((field): [Field, string][] => {
        const problem = fieldProblem(field, values[field])
        return problem === null ? [] : [[field, problem]]
      })
    )
    const put = (next: Partial<Settings>): void => {
      setEdits(next)
      remember('settings.edits', next)
    }
    return {
      values,
      patch,
      isChanged: Object.keys(patch).length > 0,
      problems,
      set: (field, value) => put({ ...edits, [field]: value }),
      discard: () => put({})
    }
  }, [edits, settings])
}
