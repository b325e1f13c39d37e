import type { Pin, PinSize, PinTarget } from '@shared/model/offline'
import { formatBytes, formatCount, plural } from '../format/number'

/** What a target is, in words. */
export function targetWords(target: PinTarget): string {
  switch (target.kind) {
    case 'run':
      return target.run.appId
    case 'filter': {
      const where = target.partitionKey === undefined ? '' : target.partitionKey === null ? ', without partition' : `, partition ${target.partitionKey}`
      return `${target.filter.trim() === '' ? 'All runs' : target.filter.trim()}${where}`
    }
    case 'project':
      return 'The whole project'
  }
}

/** The project a target is in. */
export const projectOf = (target: PinTarget): string => (target.kind === 'run' ? target.run.project : target.project)

/** How much of a size is here, in words. */
export function hereWords({ objects, objectsHere, objectsLost, bytes, bytesHere }: PinSize): string {
  const missing = objects - objectsHere - objectsLost
  const lost = objectsLost === 0 ? '' : `; ${plural(objectsLost, 'file')} can no longer be had`
  if (missing === 0) return `${plural(objects, 'file')}, ${formatBytes(bytes)}: all here${lost}`
  return `${formatCount(objectsHere)} of ${plural(objects, 'file')} here, ${formatBytes(bytes - bytesHere)} to fetch${lost}`
}

/** The pin on exactly this target, if there is one. */
export function pinOn(pins: readonly Pin[] | undefined, target: PinTarget): Pin | undefined {
  return pins?.find((pin) => sameTarget(pin.target, target))
}

function sameTarget(a: PinTarget, b: PinTarget): boolean {
  if (a.kind === 'run') return b.kind === 'run' && a.run.project === b.run.project && a.run.partitionKey === b.run.partitionKey && a.run.appId === b.run.appId
  if (a.kind === 'project') return b.kind === 'project' && a.project === b.project
  return b.kind === 'filter' && a.project === b.project && a.partitionKey === b.partitionKey && a.filter.trim() === b.filter.trim()
}
