import { useMemo } from 'react'

const widthPx = 120
const heightPx = 18
const mostPoints = 600

/** The numbers a field took, write by write, as a line of steps; `current` is marked. A gap is a write that was no number. */
export function Sparkline({ numbers, current }: { numbers: readonly number[]; current: number }) {
  const { path, least, most } = useMemo(() => drawLine(numbers), [numbers])
  const at = numbers[current]
  return (
    <svg role="img" aria-label={`From ${least} to ${most} over ${numbers.length} writes`} width={widthPx} height={heightPx} className="shrink-0 overflow-visible">
      <title>{`Least ${least}, most ${most}`}</title>
      <path d={path} fill="none" className="stroke-accent" strokeWidth={1.25} />
      {at === undefined || Number.isNaN(at) ? null : <circle cx={xOf(current, numbers.length)} cy={yOf(at, least, most)} r={2.5} className="fill-accent stroke-canvas" />}
    </svg>
  )
}

const xOf = (index: number, count: number): number => (count < 2 ? 0 : (index / (count - 1)) * widthPx)

function yOf(value: number, least: number, most: number): number {
  return most === least ? heightPx / 2 : heightPx - 2 - ((value - least) / (most - least)) * (heightPx - 4)
}

function drawLine(numbers: readonly number[]): { path: string; least: number; most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const each of numbers) {
    if (each < least) least = each
    if (each > most) most = each
  }
  const stride = Math.max(1, Math.ceil(numbers.length / mostPoints))
  let path = ''
  let wasGap = true
  for (let index = 0; index < numbers.length; index += stride) {
    const value = numbers[index] ?? Number.NaN
    if (Number.isNaN(value)) wasGap = true
    else {
      const [x, y] = [xOf(index, numbers.length).toFixed(1), yOf(value, least, most).toFixed(1)]
      path += wasGap ? `M${x} ${y}` : `H${x}V${y}`
      wasGap = false
    }
  }
  return { path, least, most }
}
