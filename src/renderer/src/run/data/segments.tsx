import { ToggleGroup } from 'radix-ui'

/** A choice of a few, all in sight; arrows move between them. */
export function Segments<Value extends string>({ label, value, options, onChange }: {
  label: string
  value: Value
  options: readonly (readonly [Value, string])[]
  onChange: (value: Value) => void
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const found = options.find(([each]) => each === next)
        if (found !== undefined) onChange(found[0])
      }}
      className="flex h-5 shrink-0 overflow-hidden rounded border border-line-strong bg-canvas"
    >
      {options.map(([each, word]) => (
        <ToggleGroup.Item key={each} value={each} className="px-1.5 text-xs leading-4 text-ink-dim hover:bg-hover data-[state=on]:bg-accent-soft data-[state=on]:font-medium data-[state=on]:text-accent">
          {word}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
