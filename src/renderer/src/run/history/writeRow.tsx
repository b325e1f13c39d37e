import type { FieldText, FieldWrite } from '@shared/contract/fields'
import { parseExact } from '@shared/exactJson/tree'
import { formatCount } from '../../format/number'
import { classNames } from '../../ui/classNames'
import { preview } from '../values/preview'
import { oneLine } from '../values/visibleText'

const signs: Readonly<Record<FieldWrite['kind'], readonly [string, string]>> = {
  first: ['•', 'text-ink-faint'],
  added: ['+', 'text-ok'],
  removed: ['−', 'text-failed'],
  changed: ['~', 'text-waiting']
}

/** A write in a sentence's worth of words: for screen readers and on hover. */
export function writeWords(write: FieldWrite): string {
  const who = `step ${write.sequenceId}, ${oneLine(write.action, 80)}`
  if (write.kind === 'first') return `First seen at ${who}; the state before it was not logged`
  if (write.by === 'outside') return `${write.kind} before ${who} by no step of the run: the state changed from outside`
  if (write.by === 'range') return write.since === null ? `${write.kind} by ${who}, or when the application was built again` : `${write.kind} by some step from ${write.since.sequenceId} to ${write.sequenceId}: not all of their states are recorded`
  return `${write.kind} by ${who}`
}

/** One write on one line: step, action, what it did, old and new value. */
export function WriteRow({ write }: { write: FieldWrite }) {
  const [sign, ink] = signs[write.kind]
  return (
    <>
      <span className="tabular w-13 shrink-0 pr-2 text-right font-mono text-ink-faint">{write.sequenceId}</span>
      <span className={classNames('w-28 shrink-0 truncate pr-2', write.by === 'step' ? 'font-medium' : 'text-ink-dim italic')}>{write.kind === 'first' ? 'first seen' : write.by === 'outside' ? 'from outside' : oneLine(write.action, 60)}</span>
      <span aria-hidden className={classNames('w-4 shrink-0 text-center font-mono font-semibold', ink)}>{sign}</span>
      <span className="min-w-0 flex-1 truncate font-mono">
        {write.kind === 'first' || write.kind === 'added' ? null : (
          <>
            <Value value={write.from} className="text-ink-faint" maxLength={36} />
            <span aria-label="became" className="mx-1.5 text-ink-faint">→</span>
          </>
        )}
        <Value value={write.to} className="text-ink" />
      </span>
    </>
  )
}

/** A value on one line; `—` where the field was not there. */
function Value({ value, className, maxLength = 120 }: { value: FieldText | null; className: string; maxLength?: number }) {
  if (value === null) return <span title="The field was not there" className="text-ink-faint">—</span>
  return <span className={className}>{fieldWords(value, maxLength)}</span>
}

/** A logged value as words for one line: whole values by their preview, cut ones by their beginning and length. */
export function fieldWords({ text, length }: FieldText, maxLength = 120): string {
  if (length > text.length) return `${oneLine(text, maxLength)}… ${formatCount(length)} characters`
  const document = parseExact(text)
  return document.ok ? preview(document.value, 'raw', maxLength) : oneLine(text, maxLength)
}
