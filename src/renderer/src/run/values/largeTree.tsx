import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ValuePart } from '@shared/contract/values'
import type { PathPart } from '@shared/exactJson/path'
import { parseExact } from '@shared/exactJson/tree'
import { toErrorShape } from '@shared/errors'
import { call } from '../../api'
import { formatBytes, formatCount } from '../../format/number'
import { valuePartsQuery, valuePieceQuery, valueText, type LargePlace } from '../../queries/values'
import { announce } from '../../ui/announcer'
import { Skeleton } from '../../ui/skeleton'
import { toast } from '../../ui/toast'
import { fileNameOf, saveText } from './fieldActions'
import { useOpenPath } from './openPaths'
import { pathText } from './preview'
import type { ValueMode } from './shape'
import { indent, Node, NodeRow } from './valueTree'
import { oneLine } from './visibleText'
import { TextBlock } from './visible'

interface Props {
  readonly place: LargePlace
  /** What the value hangs on, as code. */
  readonly root: string
  readonly path: readonly PathPart[]
  readonly mode: ValueMode
}

/** A value that is too long to be read whole: each part is read when it is opened. */
export function LargeTree({ place, root, path, mode, length }: Props & { length: number }) {
  return (
    <>
      <p className="px-3 py-1 text-sm text-ink-dim">
        {formatBytes(length)} of text: its parts are read as they are opened.{' '}
        <button type="button" onClick={() => void save(place, path)} className="text-accent hover:underline">Save it to a file</button>
      </p>
      <div role="group" aria-label={`Values of ${root}`} data-value-tree>
        <Parts place={place} root={root} path={path} mode={mode} />
      </div>
    </>
  )
}

async function save(place: LargePlace, path: readonly PathPart[]): Promise<void> {
  try {
    const { text } = await valueText(place, path)
    await saveText(fileNameOf([place.of, ...path], null), text)
  } catch (error) {
    toast(toErrorShape(error).message, 'failed')
  }
}

function Parts({ place, root, path, mode }: Props) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(valuePartsQuery(place, path))
  if (error !== null) return <p className="px-3 py-1 text-sm text-failed">This part cannot be read. {error.message}</p>
  if (data === undefined) return <div className="px-3 py-1"><Skeleton width={200} /></div>
  const parts = data.pages.flatMap((page) => page.parts)
  const shown = mode === 'raw' ? parts : parts.filter(({ name }) => typeof name === 'number' || !name.startsWith('__'))
  const count = data.pages[0]?.count ?? 0
  return (
    <ul>
      {shown.map((part, index) => <Part key={`${part.name} ${index}`} part={part} place={place} root={root} path={[...path, part.name]} mode={mode} isFirst={index === 0 && path.length === 0} />)}
      {hasNextPage ? (
        <li style={{ paddingLeft: indent(path.length) + 18 }}>
          <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()} className="h-6 rounded px-1.5 text-xs text-accent hover:bg-hover">
            Show more of {formatCount(count)}
          </button>
        </li>
      ) : null}
    </ul>
  )
}

function Part({ part, place, root, path, mode, isFirst }: Props & { part: ValuePart; isFirst: boolean }) {
  const [isOpen, setOpen] = useOpenPath(pathText(root, path), false)
  const document = part.text === null ? null : parseExact(part.text)
  if (document?.ok === true) return <Node value={document.value} root={root} path={path} mode={mode} isFirst={isFirst} />
  const copy = async (): Promise<void> => {
    try {
      await call('app.copy', await valueText(place, path))
      announce('Copied')
    } catch (error) {
      toast(toErrorShape(error).message, 'failed')
    }
  }
  return (
    <li>
      <NodeRow root={root} path={path} value={{ save: () => void save(place, path), copy: () => void copy() }} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} takesTab={isFirst}>
        <span className="flex min-w-0 items-baseline gap-1.5">
          <span className="shrink-0 text-xs text-ink-faint">{part.type === 'other' ? 'value' : part.type}, {formatBytes(part.length)}</span>
          {isOpen ? null : <span className="truncate font-mono text-ink-faint">{oneLine(part.start, 120)}…</span>}
        </span>
      </NodeRow>
      {!isOpen ? null : part.type === 'object' || part.type === 'list' ? <Parts place={place} root={root} path={path} mode={mode} /> : <div className="pr-3 pb-1 font-mono text-sm leading-5" style={{ paddingLeft: indent(path.length - 1) + 20 }}><Piece place={place} path={path} /></div>}
    </li>
  )
}

const firstPiece = 20_000

/** The beginning of a long string; more of it when asked for. */
function Piece({ place, path }: Pick<Props, 'place' | 'path'>) {
  const [limit, setLimit] = useState(firstPiece)
  const { data, error } = useQuery(valuePieceQuery(place, path, limit))
  if (error !== null) return <span className="text-failed">{error.message}</span>
  if (data === undefined) return <Skeleton width={200} />
  const piece = data.piece ?? ''
  return (
    <>
      <TextBlock text={piece} className="break-all" />
      {piece.length < data.count ? (
        <button type="button" disabled={limit >= 200_000} onClick={() => setLimit(200_000)} className="rounded bg-pressed px-1.5 font-sans text-xs text-ink-dim hover:text-ink">
          {formatCount(piece.length)} of {formatCount(data.count)} characters read{limit >= 200_000 ? '; save it to see all' : '. Read more'}
        </button>
      ) : null}
    </>
  )
}
