import { toDrawn, toTime, type Axis, type Interval } from './axis'

/** The part of an axis that is on screen, in drawn microseconds. */
export interface View {
  readonly from: number
  readonly to: number
}

/** A bar in pixels; `startsBefore` and `endsAfter` say that it goes on outside the view. */
export interface Bar {
  readonly left: number
  readonly width: number
  readonly startsBefore: boolean
  readonly endsAfter: boolean
}

/** A mark on the ruler, or a break where a pause is folded. */
export interface Tick {
  readonly left: number
  readonly timeUs: number
  /** Time since the start of the run, as short as its spacing allows; the pause's length for a break. */
  readonly label: string
  readonly isBreak: boolean
}

/** Bars are at least this wide, so that the shortest step can be seen and hit. */
export const minBarPx = 2

/** The whole axis. */
export function fitView(axis: Axis): View {
  return { from: 0, to: axis.length }
}

/** Shows less (`factor` > 1) or more around a drawn place that keeps its place on screen. */
export function zoomView(axis: Axis, view: View, factor: number, anchor = (view.from + view.to) / 2): View {
  const length = Math.min(axis.length, Math.max(1, (view.to - view.from) / factor))
  const share = (anchor - view.from) / (view.to - view.from)
  return clampView(axis, anchor - length * share, length)
}

/** Moves the view by a share of its length. */
export function panView(axis: Axis, view: View, share: number): View {
  const length = view.to - view.from
  return clampView(axis, view.from + length * share, length)
}

/** Shows an interval with a little room at both sides. */
export function zoomTo(axis: Axis, interval: Interval): View {
  const from = toDrawn(axis, interval.startUs)
  const length = Math.max(1, toDrawn(axis, interval.endUs) - from)
  return clampView(axis, from - length * 0.1, Math.min(axis.length, length * 1.2))
}

function clampView(axis: Axis, from: number, length: number): View {
  const start = Math.min(Math.max(0, from), axis.length - length)
  return { from: start, to: start + length }
}

/** Where an interval is drawn; `null` when it lies outside the view. */
export function barOf(axis: Axis, view: View, interval: Interval, widthPx: number): Bar | null {
  const px = (timeUs: number): number => ((toDrawn(axis, timeUs) - view.from) * widthPx) / (view.to - view.from)
  const start = px(interval.startUs)
  const end = px(Math.max(interval.startUs, interval.endUs))
  if (end < 0 || start > widthPx) return null
  const left = Math.max(0, Math.min(start, widthPx - minBarPx))
  const width = Math.max(minBarPx, Math.min(end, widthPx) - left)
  return { left, width, startsBefore: start < -0.5, endsAfter: end > widthPx + 0.5 }
}

const nice = [1, 2, 5, 10, 20, 50, 100, 200, 500].flatMap((n) => [n, n * 1_000])
const spacings = [
  ...nice.toSorted((a, b) => a - b),
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map((s) => s * 1_000_000)
]

/** Marks at round times since the start of the run, at least `everyPx` apart, and one break for each folded pause. */
export function ticks(axis: Axis, view: View, widthPx: number, everyPx = 72): Tick[] {
  const originUs = axis.segments[0]?.startUs ?? 0
  const perPx = (view.to - view.from) / widthPx
  const spacing = spacings.find((each) => each / perPx >= everyPx) ?? Math.ceil((perPx * everyPx) / 86_400_000_000) * 86_400_000_000
  const [fromUs, toUs] = [toTime(axis, view.from), toTime(axis, view.to)]
  const px = (timeUs: number): number => (toDrawn(axis, timeUs) - view.from) / perPx
  const found: Tick[] = []
  for (const segment of axis.segments) {
    if (segment.endUs < fromUs || segment.startUs > toUs) continue
    if (segment.isFolded) {
      const label = tickLabel(segment.endUs - segment.startUs, segment.endUs - segment.startUs)
      found.push({ left: px((segment.startUs + segment.endUs) / 2), timeUs: segment.startUs, label, isBreak: true })
      continue
    }
    const first = Math.ceil((Math.max(fromUs, segment.startUs) - originUs) / spacing)
    for (let n = first; originUs + n * spacing <= Math.min(toUs, segment.endUs); n++) {
      const timeUs = originUs + n * spacing
      found.push({ left: px(timeUs), timeUs, label: tickLabel(n * spacing, spacing), isBreak: false })
    }
  }
  return withoutCrowding(found, everyPx * 0.75)
}

/** Breaks stay; a mark too close to a neighbour that stays goes. */
function withoutCrowding(found: readonly Tick[], gapPx: number): Tick[] {
  const breaks = found.filter((tick) => tick.isBreak)
  const kept: Tick[] = []
  for (const tick of found) {
    const last = kept.at(-1)
    const isCrowded = last !== undefined && tick.left - last.left < gapPx
    const meetsBreak = !tick.isBreak && breaks.some((each) => Math.abs(each.left - tick.left) < gapPx)
    if (tick.isBreak ? !(isCrowded && last.isBreak) : !isCrowded && !meetsBreak) kept.push(tick)
  }
  return kept
}

function tickLabel(us: number, spacingUs: number): string {
  if (us === 0) return '0'
  if (us < 1_000) return `${trim(us, spacingUs)} µs`
  if (us < 1_000_000) return `${trim(us / 1_000, spacingUs / 1_000)} ms`
  if (us < 60_000_000) return `${trim(us / 1_000_000, spacingUs / 1_000_000)} s`
  const seconds = us / 1_000_000
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  const rest = seconds % 60
  const parts = [days > 0 && `${days} d`, hours > 0 && `${hours} h`, days === 0 && minutes > 0 && `${minutes} min`]
  const small = days === 0 && hours === 0 && rest > 0 && `${trim(rest, spacingUs / 1_000_000)} s`
  return [...parts, small].filter((part) => part !== false).join(' ')
}

/** As many decimals as tell neighbours apart, at most three. */
function trim(value: number, spacing: number): string {
  const decimals = spacing >= 1 ? (Number.isInteger(spacing) ? 0 : 1) : Math.min(3, Math.ceil(-Math.log10(spacing)))
  return String(Number(value.toFixed(decimals)))
}
