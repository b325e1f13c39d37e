import { useState } from 'react'
import { TextInput } from '../ui/field'
import type { ControlProps } from './settingRow'

interface NumberFieldProps {
  readonly control: ControlProps
  readonly value: number
  readonly onChange: (value: number) => void
  readonly unit?: string
  /** How many of the setting's own unit one of the shown unit is. */
  readonly scale?: number
}

/** A number in a unit people use; text that is no number becomes NaN, which no setting takes. */
export function NumberField({ control, value, onChange, unit, scale = 1 }: NumberFieldProps) {
  const [typed, setTyped] = useState<{ text: string; value: number } | null>(null)
  const text = typed !== null && Object.is(typed.value, value) ? typed.text : String(value / scale)
  const { invalid, ...rest } = control
  return (
    <span className="flex items-center gap-2">
      <TextInput
        {...rest}
        invalid={invalid}
        inputMode="decimal"
        className="max-w-28 text-right tabular-nums"
        value={text}
        onChange={(event) => {
          const shown = event.target.value
          const number = shown.trim() === '' ? Number.NaN : Math.round(Number(shown.replace(',', '.')) * scale * 1000) / 1000
          setTyped({ text: shown, value: number })
          onChange(number)
        }}
      />
      {unit === undefined ? null : <span className="text-ink-dim">{unit}</span>}
    </span>
  )
}
