const hourMs = 3_600_000
const hoursOfWeek = 168

/** Known objects and how long was looked, by hour of the week (UTC, from Thursday, as 1970 began). */
export interface HourCounts {
  readonly objects: readonly number[]
  readonly lookedMs: readonly number[]
}

/** So many objects must be seen before an hour is believed to be unlike the others. */
const trust = 200

/**
 * A clock that runs as fast as a project writes at each hour of the week: over its time a project that sleeps at night and on
 * Sundays is even. Gives the time of that clock, in milliseconds, at an instant; a whole week has its length.
 */
export function rhythmClock(counts: HourCounts): (instantMs: number) => number {
  const speeds = speedsOf(counts)
  const atHour = [0]
  for (const [hour, speed] of speeds.entries()) atHour.push((atHour[hour] ?? 0) + speed * hourMs)
  const weekMs = hoursOfWeek * hourMs
  return (instantMs) => {
    const week = Math.floor(instantMs / weekMs)
    const inWeek = instantMs - week * weekMs
    const hour = Math.min(hoursOfWeek - 1, Math.floor(inWeek / hourMs))
    return week * weekMs + (atHour[hour] ?? 0) + (inWeek - hour * hourMs) * (speeds[hour] ?? 1)
  }
}

/** How fast each hour of the week is; 1 in the mean. What one week day has not shown is taken from the same hour of the others. */
function speedsOf({ objects, lookedMs }: HourCounts): number[] {
  const mean = sum(objects) / Math.max(1, sum(lookedMs))
  const rateOf = (hours: readonly number[], expected: number): number => {
    const seen = sum(hours.map((hour) => objects[hour] ?? 0))
    const due = mean * sum(hours.map((hour) => lookedMs[hour] ?? 0))
    return (seen + trust * expected) / (due + trust)
  }
  const week = Array.from({ length: hoursOfWeek }, (_, hour) => hour)
  const daily = Array.from({ length: 24 }, (_, hour) => rateOf(week.filter((each) => each % 24 === hour), 1))
  const rates = week.map((hour) => rateOf([hour], daily[hour % 24] ?? 1))
  return rates.map((rate) => (rate * hoursOfWeek) / sum(rates))
}

/** Objects (times in milliseconds, ascending) and the time from one instant to another by hour of the week. */
export function countHours(times: readonly number[], fromMs: number, toMs: number): HourCounts {
  const objects = Array.from({ length: hoursOfWeek }, () => 0)
  for (const timeMs of times) objects[hourOf(timeMs)] = (objects[hourOf(timeMs)] ?? 0) + 1
  const weeks = Math.floor((toMs - fromMs) / (hoursOfWeek * hourMs))
  const lookedMs = Array.from({ length: hoursOfWeek }, () => weeks * hourMs)
  for (let at = fromMs + weeks * hoursOfWeek * hourMs; at < toMs; ) {
    const end = Math.min(toMs, (Math.floor(at / hourMs) + 1) * hourMs)
    const hour = hourOf(at)
    lookedMs[hour] = (lookedMs[hour] ?? 0) + end - at
    at = end
  }
  return { objects, lookedMs }
}

/** All of them together. */
export function addHours(counts: readonly HourCounts[]): HourCounts {
  const sumOf = (part: keyof HourCounts): number[] => Array.from({ length: hoursOfWeek }, (_, hour) => sum(counts.map((each) => each[part][hour] ?? 0)))
  return { objects: sumOf('objects'), lookedMs: sumOf('lookedMs') }
}

function hourOf(instantMs: number): number {
  return ((Math.floor(instantMs / hourMs) % hoursOfWeek) + hoursOfWeek) % hoursOfWeek
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
