import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { plural } from '../../format/number'
import { CopyButton } from '../../ui/copyButton'
import { TextBlock, VisibleText } from '../values/visible'
import type { Failure, Frame } from './traceback'

/** A chain of exceptions: the one that surfaced first, then what led to it, most recent call first in each. */
export function FailureChain({ chain }: { chain: readonly Failure[] }) {
  const newestFirst = chain.toReversed()
  return (
    <ol>
      {newestFirst.map((failure, index) => (
        <li key={index}>
          {index === 0 ? null : (
            <p className="px-3 pt-1.5 text-xs text-ink-faint">{failure.link === 'cause' ? 'Caused by' : 'Raised while this was being handled'}</p>
          )}
          <FailureView failure={failure} isFirst={index === 0} />
        </li>
      ))}
    </ol>
  )
}

function FailureView({ failure, isFirst }: { failure: Failure; isFirst: boolean }) {
  return (
    <div className="pb-1">
      <div className={isFirst ? 'mx-3 my-1 rounded-md bg-failed-soft px-2.5 py-1.5' : 'px-3 py-0.5'}>
        <span className="font-mono font-semibold text-failed" data-selectable><VisibleText text={failure.type} /></span>
        {failure.message === '' ? null : <TextBlock text={failure.message} className="font-mono text-sm leading-5 text-ink" />}
      </div>
      <Frames frames={failure.frames} />
      {failure.repeated > 0 ? <p className="px-3 text-xs text-ink-faint">The last frame came {plural(failure.repeated, 'more time')}.</p> : null}
      {failure.members.map((member, index) => (
        <div key={index} className="mt-1 ml-3 border-l pl-1">
          <p className="px-3 text-xs text-ink-faint">{index + 1} of {failure.members.length} in the group</p>
          <FailureChain chain={member} />
        </div>
      ))}
    </div>
  )
}

/** Frames that stand together: own code alone, library code folded. */
export interface FrameGroup {
  readonly isLibrary: boolean
  readonly frames: readonly Frame[]
}

/** Groups neighbours, the most recent call first. */
export function groupFrames(frames: readonly Frame[]): FrameGroup[] {
  const groups: { isLibrary: boolean; frames: Frame[] }[] = []
  for (const frame of frames.toReversed()) {
    const last = groups.at(-1)
    if (last?.isLibrary === frame.isLibrary) last.frames.push(frame)
    else groups.push({ isLibrary: frame.isLibrary, frames: [frame] })
  }
  return groups
}

function Frames({ frames }: { frames: readonly Frame[] }) {
  const groups = groupFrames(frames)
  return (
    <ol aria-label="Frames, most recent call first">
      {groups.map((group, index) => (
        <li key={index}>
          {group.isLibrary ? <LibraryFrames frames={group.frames} startsOpen={groups.length === 1} /> : group.frames.map((frame, at) => <FrameView key={at} frame={frame} />)}
        </li>
      ))}
    </ol>
  )
}

function LibraryFrames({ frames, startsOpen }: { frames: readonly Frame[]; startsOpen: boolean }) {
  const [isOpen, setOpen] = useState(startsOpen)
  const names = [...new Set(frames.map((frame) => packageOf(frame.file)))].join(', ')
  return (
    <>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="flex h-6 w-full items-center gap-1 px-2 text-left text-xs text-ink-faint hover:bg-hover hover:text-ink">
        <ChevronRight aria-hidden size={13} className={isOpen ? 'rotate-90' : undefined} />
        {plural(frames.length, 'library frame')} <span className="truncate font-mono">{names}</span>
      </button>
      {isOpen ? frames.map((frame, index) => <FrameView key={index} frame={frame} />) : null}
    </>
  )
}

function packageOf(file: string): string {
  const path = file.replaceAll('\\', '/')
  const found = /(?:site|dist)-packages\/([^/]+)/.exec(path) ?? /python[\d.]+\/([^/]+)/i.exec(path) ?? /(?:^|\/)(burr)\//.exec(path)
  return (found?.[1] ?? path).replace(/\.py$/, '')
}

function FrameView({ frame }: { frame: Frame }) {
  const parts = frame.file.split(/[\\/]/)
  return (
    <div className="group/frame relative px-3 py-0.5 pl-7">
      <div title={frame.file} className="flex min-w-0 items-baseline gap-1.5 pr-8 text-sm leading-5" data-selectable>
        <span className="min-w-0 truncate font-mono"><VisibleText text={parts.slice(-3).join('/')} /></span>
        <span className="tabular shrink-0 font-mono text-ink-dim">:{frame.line}</span>
        {frame.name === '' ? null : <span className="shrink-0 text-ink-dim">in <span className="font-mono text-ink"><VisibleText text={frame.name} /></span></span>}
      </div>
      {frame.code.length === 0 ? null : (
        <pre className={`break-words whitespace-pre-wrap rounded px-2 py-0.5 font-mono text-sm leading-5 ${frame.isLibrary ? 'text-ink-dim' : 'bg-panel text-ink'}`}>
          <VisibleText text={frame.code.join('\n')} />
        </pre>
      )}
      <span className="absolute top-0 right-1 hidden group-focus-within/frame:block group-hover/frame:block">
        <CopyButton text={`${frame.file}:${frame.line}`} label="Copy file and line" />
      </span>
    </div>
  )
}
