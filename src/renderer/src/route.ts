import type { RunKey } from '@shared/model/run'
import { newestFirst, runSortKeys } from '@shared/model/runSort'
import type { RunSort } from '@shared/model/runSort'
import type { StepKey } from '@shared/model/step'

/** Where a window is; everything needed to come back to it. */
export type Route =
  | { readonly screen: 'projects' }
  | {
      readonly screen: 'project'
      readonly project: string
      /** `undefined` = all partitions, `null` = the runs without one. */
      readonly partitionKey: string | null | undefined
      readonly includeNeverStepped: boolean
      /** The filter line, as it was typed. */
      readonly filter: string
      readonly sort: RunSort
      /** Families folded under their oldest run. */
      readonly tree: boolean
    }
  | {
      readonly screen: 'run'
      readonly run: RunKey
      readonly step: StepKey | null
      readonly tab: string | null
      /** The way from the run to the sub-run whose step is meant, all of one project; left out = the step is its own. */
      readonly inside?: readonly RunKey[]
    }
  /** The annotations of a project, or (`null`) of all. */
  | { readonly screen: 'annotations'; readonly project: string | null }
  /** What is looked for, in a project or (`null`) in all. */
  | { readonly screen: 'search'; readonly text: string; readonly project: string | null }
  | { readonly screen: 'settings' }
  | { readonly screen: 'activity' }
  | { readonly screen: 'snapshots' }

/** `~` alone means "no partition"; the text `~` is written `%7E`. */
const noPartition = '~'

function encode(text: string): string {
  // Lone surrogates cannot be encoded, and no S3 key holds one.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replaceAll('~', '%7E')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const encodePartition = (key: string | null): string => (key === null ? noPartition : encode(key))
const decodePartition = (text: string): string | null => (text === noPartition ? null : decode(text))

/** A step key as `build.sequenceId.attempt`. */
export function formatStepKey(step: StepKey): string {
  return `${step.build}.${step.sequenceId}.${step.attempt}`
}

/** The step key of {@link formatStepKey}; `null` when the text is none. */
export function parseStepKey(text: string): StepKey | null {
  const match = /^(\d{1,9})\.(-?\d{1,15})\.(\d{1,9})$/.exec(text)
  return match === null ? null : { build: Number(match[1]), sequenceId: Number(match[2]), attempt: Number(match[3]) }
}

function query(pairs: readonly (readonly [string, string | null])[]): string {
  const text = pairs.flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`])).join('&')
  return text === '' ? '' : `?${text}`
}

function formatInside(inside: readonly RunKey[]): string | null {
  return inside.length === 0 ? null : inside.map(({ partitionKey, appId }) => `${encodePartition(partitionKey)}/${encode(appId)}`).join(',')
}

function parseInside(project: string, text: string): readonly RunKey[] {
  return text.split(',').flatMap((each) => {
    const [partition, appId] = each.split('/')
    return partition === undefined || !appId ? [] : [{ project, partitionKey: decodePartition(partition), appId: decode(appId) }]
  })
}

function formatSort({ by, descending }: RunSort): string | null {
  return by === newestFirst.by && descending === newestFirst.descending ? null : `${by}.${descending ? 'down' : 'up'}`
}

function parseSort(text: string): RunSort {
  const [name, direction] = text.split('.')
  const by = runSortKeys.find((each) => each === name)
  return by === undefined ? newestFirst : { by, descending: direction === 'down' }
}

/** The address of a route, beginning with `#`. */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'project':
      return `#/project/${encode(route.project)}${query([
        ['partition', route.partitionKey === undefined ? null : encodePartition(route.partitionKey)],
        ['neverStepped', route.includeNeverStepped ? '1' : null],
        ['filter', route.filter === '' ? null : encode(route.filter)],
        ['sort', formatSort(route.sort)],
        ['tree', route.tree ? '1' : null]
      ])}`
    case 'run':
      return `#/run/${encode(route.run.project)}/${encodePartition(route.run.partitionKey)}/${encode(route.run.appId)}${query([
        ['in', formatInside(route.inside ?? [])],
        ['step', route.step === null ? null : formatStepKey(route.step)],
        ['tab', route.tab === null ? null : encode(route.tab)]
      ])}`
    case 'search':
      return `#/search${query([['text', route.text === '' ? null : encode(route.text)], ['project', route.project === null ? null : encode(route.project)]])}`
    case 'annotations':
      return route.project === null ? '#/annotations' : `#/annotations/${encode(route.project)}`
    default:
      return `#/${route.screen}`
  }
}

/** The route of an address; anything unknown is the project list. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2)
  const [screen, ...segments] = path.split('/')
  const pairs = new Map(search.split('&').map((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? ([pair, ''] as const) : ([pair.slice(0, at), pair.slice(at + 1)] as const)
  }))
  if (screen === 'project' && segments.length === 1 && segments[0]) {
    const partition = pairs.get('partition')
    return {
      screen,
      project: decode(segments[0]),
      partitionKey: partition === undefined ? undefined : decodePartition(partition),
      includeNeverStepped: pairs.get('neverStepped') === '1',
      filter: decode(pairs.get('filter') ?? ''),
      sort: parseSort(pairs.get('sort') ?? ''),
      tree: pairs.get('tree') === '1'
    }
  }
  if (screen === 'run' && segments.length === 3) {
    const [project = '', partition = '', appId = ''] = segments
    const tab = pairs.get('tab')
    const inside = parseInside(decode(project), pairs.get('in') ?? '')
    return {
      screen,
      run: { project: decode(project), partitionKey: decodePartition(partition), appId: decode(appId) },
      step: parseStepKey(pairs.get('step') ?? ''),
      tab: tab === undefined ? null : decode(tab),
      ...(inside.length === 0 ? {} : { inside })
    }
  }
  if (screen === 'search') return { screen, text: decode(pairs.get('text') ?? ''), project: pairs.has('project') ? decode(pairs.get('project') ?? '') : null }
  if (screen === 'annotations') return { screen, project: segments[0] ? decode(segments[0]) : null }
  if (screen === 'settings' || screen === 'activity' || screen === 'snapshots') return { screen }
  return { screen: 'projects' }
}

/** The run list of a project: all its partitions, or one. */
export function projectRoute(project: string, partitionKey?: string | null): Route {
  return { screen: 'project', project, partitionKey, includeNeverStepped: false, filter: '', sort: newestFirst, tree: false }
}

/** The project a window is in; `null` = none in particular. */
export function projectOf(route: Route): string | null {
  if (route.screen === 'run') return route.run.project
  return 'project' in route ? route.project : null
}

/** A run, opened where it opens by itself. */
export function runRoute(run: RunKey): Route {
  return { screen: 'run', run: { project: run.project, partitionKey: run.partitionKey, appId: run.appId }, step: null, tab: null }
}

/** One text for a run key, for maps and element keys. */
export function runKeyText(run: RunKey): string {
  return `${encode(run.project)}/${encodePartition(run.partitionKey)}/${encode(run.appId)}`
}
