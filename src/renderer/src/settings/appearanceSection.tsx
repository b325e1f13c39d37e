import { timeStyles, timeZones } from '@shared/model/settings'
import { useChooseTimes } from '../format/timeChoice'
import { useChooseTheme } from '../theme/chooseTheme'
import { themeChoices } from '../theme/theme'
import type { Draft } from './draft'
import { Section } from './section'
import { SettingRow } from './settingRow'

const themeWords = { system: 'As the system', light: 'Light', dark: 'Dark', 'high-contrast': 'High contrast' } as const
const zoneWords = { local: 'This computer’s', utc: 'UTC', producer: 'The producer’s' } as const
const styleWords = { age: 'How long ago', date: 'When' } as const

/** How the window looks and writes times; it changes at once. */
export function AppearanceSection({ values }: { values: Draft['values'] }) {
  const chooseTheme = useChooseTheme()
  const chooseTimes = useChooseTimes()
  return (
    <Section title="Appearance">
      <SettingRow field="theme" label="Theme" group hint="The desktop’s own wish for more contrast is followed too">
        {({ id, disabled }) => <Choice name={id} disabled={disabled} all={themeChoices} words={themeWords} value={values.theme} onChange={chooseTheme} />}
      </SettingRow>
      <SettingRow field="timeZone" label="Time zone" group hint="The producer’s is the clock of the program that logged the run, where it could be inferred">
        {({ id, disabled }) => <Choice name={id} disabled={disabled} all={timeZones} words={zoneWords} value={values.timeZone} onChange={(timeZone) => chooseTimes({ timeZone })} />}
      </SettingRow>
      <SettingRow field="timeStyle" label="Lists say" group>
        {({ id, disabled }) => <Choice name={id} disabled={disabled} all={timeStyles} words={styleWords} value={values.timeStyle} onChange={(timeStyle) => chooseTimes({ timeStyle })} />}
      </SettingRow>
    </Section>
  )
}

interface ChoiceProps<Value extends string> {
  readonly name: string
  readonly disabled: boolean
  readonly all: readonly Value[]
  readonly words: Readonly<Record<Value, string>>
  readonly value: Value
  readonly onChange: (value: Value) => void
}

function Choice<Value extends string>({ name, disabled, all, words, value, onChange }: ChoiceProps<Value>) {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 pt-1">
      {all.map((each) => (
        <label key={each} className="flex min-h-6 items-center gap-1.5">
          <input type="radio" name={name} checked={value === each} disabled={disabled} onChange={() => onChange(each)} className="size-3.5 accent-accent-fill focus-visible:outline-offset-1" />
          {words[each]}
        </label>
      ))}
    </div>
  )
}
