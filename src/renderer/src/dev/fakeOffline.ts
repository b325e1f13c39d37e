import type { Change } from '@shared/contract/change'
import type { Output, Parsed } from '@shared/contract/contract'
import type { Pin, PinSize, PinTarget } from '@shared/model/offline'
import { AppError } from '@shared/errors'
import { fakeProjects, fakeRun } from './fakeRuns'

type Method = 'pins' | 'size' | 'pin' | 'unpin' | 'bring' | 'storage' | 'free'
type Answers = { readonly [M in `offline.${Method}`]: (input: Parsed<M>) => Output<M> }

function sizeOf(target: PinTarget): PinSize {
  const runs = target.kind === 'run' ? 1 : target.kind === 'filter' ? 214 : 16_000
  return { runs, objects: runs * 12, bytes: runs * 48_211, objectsHere: runs * 9, bytesHere: runs * 36_000, objectsLost: target.kind === 'project' ? 2 : 0 }
}

function made(): Pin[] {
  const [project] = fakeProjects
  if (project === undefined) return []
  const { project: name, partitionKey, appId } = fakeRun(project, 3)
  const targets: PinTarget[] = [{ kind: 'run', run: { project: name, partitionKey, appId } }, { kind: 'filter', project: name, filter: 'status:failed since:7d' }]
  return targets.map((target, at) => ({ pinId: 2 - at, target, createdUs: Date.now() * 1000 - at * 86_400_000_000, size: sizeOf(target) }))
}

/** What is kept offline, made up; it can be changed until the page is left. */
export function fakeOffline(bare: boolean, push: (change: Change) => void): Answers {
  let pins = bare ? [] : made()
  let freed = false
  const changed = (next: Pin[]): null => {
    pins = next
    push({ kind: 'offline' })
    return null
  }
  return {
    'offline.pins': () => pins,
    'offline.size': (target) => sizeOf(target),
    'offline.pin': (target) => changed([{ pinId: 1 + Math.max(0, ...pins.map(({ pinId }) => pinId)), target, createdUs: Date.now() * 1000, size: sizeOf(target) }, ...pins]),
    'offline.unpin': ({ pinId }) => {
      if (!pins.some((pin) => pin.pinId === pinId)) throw new AppError({ code: 'not-found', message: 'This is not kept offline any more.' })
      return changed(pins.filter((pin) => pin.pinId !== pinId))
    },
    'offline.bring': () => null,
    'offline.storage': () => ({ bodyBytes: freed ? 61_000_000 : 1_412_000_000, bodies: freed ? 2_400 : 214_000, pinnedBytes: 60_211_000, pinnedBodies: 2_400, goneBodies: 3, budgetBytes: 5 * 1024 ** 3 }),
    'offline.free': () => {
      freed = true
      changed([...pins])
      return { freed: 211_600 }
    }
  }
}
