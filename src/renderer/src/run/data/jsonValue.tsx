import { useMemo } from 'react'
import { parseExact } from '@shared/exactJson/tree'
import type { ValueMode } from '../values/shape'
import { ValueTree } from '../values/valueTree'
import { TextBlock } from '../values/visible'
import { Remark } from './section'

/** A logged JSON text as a tree; a text that is no JSON is shown as it is, with the reason. */
export function JsonValue({ text, root, mode }: { text: string; root: string; mode: ValueMode }) {
  const document = useMemo(() => parseExact(text), [text])
  if (!document.ok) {
    return (
      <>
        <Remark>This is not JSON; it is shown as it was logged.</Remark>
        <TextBlock text={text} className="px-3 font-mono text-sm" />
      </>
    )
  }
  return (
    <>
      {document.hasNonFinite ? <Remark>Holds NaN or Infinity, which JSON does not know; shown as logged.</Remark> : null}
      <ValueTree value={document.value} root={root} mode={mode} />
    </>
  )
}
