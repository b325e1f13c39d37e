import { useQuery } from '@tanstack/react-query'
import { Copy, History, Link2, Pin, Save } from 'lucide-react'
import type { PathPart } from '@shared/exactJson/path'
import type { ExactValue } from '@shared/exactJson/tree'
import { printExact } from '@shared/exactJson/write'
import { toErrorShape } from '@shared/errors'
import type { StepKey } from '@shared/model/step'
import { call } from '../../api'
import { lastWriteQuery } from '../../queries/fields'
import { announce } from '../../ui/announcer'
import { IconButton } from '../../ui/button'
import { CopyButton } from '../../ui/copyButton'
import { showSigns } from '../../ui/showSigns'
import { toast } from '../../ui/toast'
import { useFieldTools, type FieldTools } from './fieldTools'
import { pathText } from './preview'
import { oneLine } from './visibleText'

/** The text a value is copied or saved as: strings as they are, the rest as JSON with every digit. */
export function copyText(value: ExactValue): string {
  return typeof value === 'string' ? value : printExact(value, { indent: 2 })
}

/** Saves a text to a file that a person chooses. */
export async function saveText(fileName: string, text: string): Promise<void> {
  try {
    const { savedAs } = await call('app.saveText', { fileName, text })
    if (savedAs !== null) toast(`Saved as ${savedAs}`, 'ok')
  } catch (error) {
    toast(toErrorShape(error).message, 'failed')
  }
}

/** A name for the file a value is saved to. */
export function fileNameOf(path: readonly PathPart[], value: ExactValue): string {
  const name = path.map(String).join('.').replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80).replace(/^[^A-Za-z0-9_]+/, '')
  return `${name === '' ? 'value' : name}.${typeof value === 'string' ? 'txt' : 'json'}`
}

/** A value that is not here: how it is copied and saved. */
export interface AbsentValue {
  readonly copy: () => void
  readonly save: () => void
}

/** What can be done with one value, at the right of its row while that has the pointer or the focus. */
export function FieldActions({ root, path, value, isActive }: { root: string; path: readonly PathPart[]; value: ExactValue | AbsentValue; isActive: boolean }) {
  const tools = useFieldTools(root, path)
  const text = pathText(root, path)
  const shown = showSigns(text)
  return (
    <span className="invisible absolute top-0 right-1 flex items-center rounded bg-hover pl-1 group-focus-within/value:visible group-hover/value:visible">
      {tools === null ? null : (
        <>
          {isActive && tools.step !== null ? <LastWritten tools={tools} step={tools.step} path={path} /> : null}
          <IconButton label={`History of ${shown}`} onClick={() => tools.openHistory(path)}><History aria-hidden size={13} /></IconButton>
          <IconButton label={`Watch ${shown}`} aria-pressed={tools.isWatched(path)} onClick={() => tools.toggleWatch(path)}><Pin aria-hidden size={13} /></IconButton>
        </>
      )}
      <IconButton label={`Copy the path: ${shown}`} onClick={() => void call('app.copy', { text }).then(() => announce('Path copied'))}><Link2 aria-hidden size={13} /></IconButton>
      {isAbsent(value) ? (
        <IconButton label="Copy the value" onClick={value.copy}><Copy aria-hidden size={14} /></IconButton>
      ) : (
        <CopyButton text={() => copyText(value)} label="Copy the value" />
      )}
      <IconButton label="Save the value to a file" onClick={isAbsent(value) ? value.save : () => void saveText(fileNameOf(path, value), copyText(value))}><Save aria-hidden size={13} /></IconButton>
    </span>
  )
}

function isAbsent(value: ExactValue | AbsentValue): value is AbsentValue {
  return typeof value === 'object' && value !== null && 'copy' in value
}

/** Which step wrote a field last; a press goes there. */
export function LastWritten({ tools, step, path }: { tools: FieldTools; step: StepKey; path: readonly PathPart[] }) {
  const { data } = useQuery(lastWriteQuery(tools.run, step, path))
  if (data === undefined) return null
  const { write, searchedTo } = data
  if (write === null) return searchedTo === null ? null : <span className="px-1 text-xs text-ink-faint">written before step {searchedTo.sequenceId}</span>
  const words = write.kind === 'first' ? `there since step ${write.sequenceId}` : write.by === 'outside' ? `changed from outside before step ${write.sequenceId}` : `written by step ${write.sequenceId} · ${oneLine(write.action, 24)}`
  const isHere = write.sequenceId === step.sequenceId && write.attempt === step.attempt && write.build === step.build
  return isHere && write.kind !== 'first' ? (
    <span className="max-w-52 truncate px-1 text-xs text-ink-dim">{write.by === 'outside' ? 'changed from outside' : 'written by this step'}</span>
  ) : (
    <button type="button" title={`Last ${words}. Go there.`} onClick={() => tools.onSelect(write)} className="max-w-52 truncate rounded px-1 text-xs text-accent hover:underline">{words}</button>
  )
}
