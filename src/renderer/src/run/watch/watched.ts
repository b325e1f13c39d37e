import { useMemo } from 'react'
import type { PathPart } from '@shared/exactJson/path'
import { useKept } from '../../ui/kept'

type Path = readonly PathPart[]

/** The fields of the state that are watched in a project, in the order they were pinned. */
export interface Watched {
  readonly paths: readonly Path[]
  readonly has: (path: Path) => boolean
  readonly toggle: (path: Path) => void
}

const mostWatched = 12

/** Reads what was kept: a list of paths; anything else is refused. */
export function keptPaths(kept: unknown): readonly Path[] | undefined {
  const isPath = (each: unknown): each is Path => Array.isArray(each) && each.length > 0 && each.every((part) => typeof part === 'string' || (typeof part === 'number' && part >= 0))
  return Array.isArray(kept) && kept.every(isPath) ? kept.slice(0, mostWatched) : undefined
}

/** The watched fields of a project, kept between starts; of more than a dozen the oldest goes. */
export function useWatched(project: string): Watched {
  const [paths, setPaths] = useKept<readonly Path[]>(`watch.${project}`, [], keptPaths)
  return useMemo(() => {
    const texts = new Set(paths.map((path) => JSON.stringify(path)))
    const has = (path: Path): boolean => texts.has(JSON.stringify(path))
    return {
      paths,
      has,
      toggle: (path) => setPaths(has(path) ? paths.filter((each) => JSON.stringify(each) !== JSON.stringify(path)) : [...paths, path].slice(-mostWatched))
    }
  }, [paths, setPaths])
}
