/** One figure of a bench. */
export interface Figure {
  readonly bench: string
  readonly what: string
  readonly value: number
  readonly unit: string
  /** What was measured in the same run for comparison. */
  readonly ceiling?: number
  /** Value by ceiling. */
  readonly ratio?: number
  /** Name of the goal, what it asks, and whether it is reached. */
  readonly goal?: string
  readonly reached?: boolean
  readonly [more: string]: string | number | boolean | undefined
}

/** Prints a figure as one line of JSON. */
export function report(figure: Figure): void {
  const rounded = Object.entries(figure).map(([name, value]) => [name, typeof value === 'number' ? rounding(value) : value])
  process.stdout.write(`${JSON.stringify(Object.fromEntries(rounded))}\n`)
}

/** A word on what is going on, out of the way of the figures. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** The value below which so large a share lies. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
}

function rounding(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}
