import { readdirSync, readFileSync } from 'node:fs'

/** What one thread of this process has done since it began, in milliseconds. */
export interface ThreadTime {
  readonly cpuMs: number
  /** Time in which it could have worked and another thread or process had the core. */
  readonly waitedMs: number
}

const most = 6

/** The busiest threads of this process, as Linux tells them; none elsewhere. */
export function readThreadTimes(): ThreadTime[] {
  try {
    const times = readdirSync('/proc/self/task').map((id) => {
      const [cpu = 0, waited = 0] = readFileSync(`/proc/self/task/${id}/schedstat`, 'utf8').split(' ').map((ns) => Math.round(Number(ns) / 1e6))
      return { cpuMs: cpu, waitedMs: waited }
    })
    return times.sort((a, b) => b.cpuMs - a.cpuMs).slice(0, most)
  } catch {
    return []
  }
}
