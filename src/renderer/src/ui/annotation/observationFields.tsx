import { ClipboardCheck, Trash2, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { DataPointer, Observation } from '@shared/model/annotation'
import { IconButton } from '../button'
import { Select } from '../field'
import { pointerText } from './draft'
import { ThumbsChoice } from './thumbsMark'
import { showSigns } from '../showSigns'

/** A piece of data an observation can be about, with the begin of its value. */
export interface DataChoice extends DataPointer {
  readonly preview: string
}

interface Props {
  readonly observation: Observation
  /** 1-based, and `null` when there is only one. */
  readonly nth: number | null
  readonly data: readonly DataChoice[]
  readonly isFirst: boolean
  readonly onChange: (observation: Observation) => void
  readonly onRemove: (() => void) | null
}

const areaLook = 'w-full resize-y rounded-md border border-control-line bg-canvas px-2 py-1 text-ink placeholder:text-ink-faint'

/** What is said in one observation: verdict, what it is about, a note, what should have come out. */
export function ObservationFields({ observation, nth, data, isFirst, onChange, onRemove }: Props) {
  const [asksTruth, setAsksTruth] = useState(false)
  const isTruthShown = asksTruth || observation.groundTruth !== null
  const noteId = useId()
  const truthId = useId()
  const set = (part: Partial<Observation>): void => onChange({ ...observation, ...part })
  const chosen = observation.pointers
  const left = data.filter((choice) => !chosen.some((each) => pointerText(each) === pointerText(choice)))
  return (
    <div role="group" aria-label={nth === null ? 'Observation' : `Observation ${nth}`} className="flex flex-col gap-1.5 rounded-md border border-line p-2">
      <div className="flex items-center gap-2">
        <ThumbsChoice value={observation.thumbs} onChange={(thumbs) => set({ thumbs })} />
        <Select
          aria-label="What it is about"
          value=""
          disabled={left.length === 0}
          onChange={(event) => {
            const found = left.find((choice) => pointerText(choice) === event.target.value)
            if (found !== undefined) set({ pointers: [...chosen, { kind: found.kind, name: found.name, spanId: found.spanId }] })
          }}
          className="min-w-0 flex-1"
        >
          <option value="">{data.length === 0 ? 'No data of this step is here' : left.length === 0 ? 'No more data of this step' : 'About which data…'}</option>
          {left.map((choice) => <option key={pointerText(choice)} value={pointerText(choice)}>{showSigns(`${pointerText(choice)} = ${choice.preview}`)}</option>)}
        </Select>
        <IconButton label="Ground truth" aria-pressed={isTruthShown} disabled={observation.groundTruth !== null} onClick={() => setAsksTruth(!asksTruth)}>
          <ClipboardCheck aria-hidden size={14} />
        </IconButton>
        {onRemove === null ? null : <IconButton label="Remove the observation" onClick={onRemove}><Trash2 aria-hidden size={13} /></IconButton>}
      </div>
      {chosen.length === 0 ? null : (
        <ul aria-label="About" className="flex flex-wrap gap-1">
          {chosen.map((pointer) => (
            <li key={pointerText(pointer)} className="inline-flex h-6 max-w-full items-center gap-0.5 rounded border border-line pl-1.5 font-mono text-xs text-ink-dim">
              <span className="truncate">{showSigns(pointerText(pointer))}</span>
              <IconButton label={`Not about ${showSigns(pointerText(pointer))}`} onClick={() => set({ pointers: chosen.filter((each) => each !== pointer) })}><X aria-hidden size={11} /></IconButton>
            </li>
          ))}
        </ul>
      )}
      <label htmlFor={noteId} className="sr-only">Note</label>
      <textarea
        id={noteId}
        rows={3}
        maxLength={100_000}
        placeholder="Note: what is right or wrong here"
        value={observation.note ?? ''}
        data-autofocus={isFirst || undefined}
        onChange={(event) => set({ note: event.target.value === '' ? null : event.target.value })}
        className={areaLook}
      />
      {isTruthShown ? (
        <>
          <label htmlFor={truthId} className="text-xs text-ink-faint">Ground truth</label>
          <textarea
            id={truthId}
            rows={3}
            maxLength={1_000_000}
            placeholder="What should have come out"
            value={observation.groundTruth ?? ''}
            onChange={(event) => set({ groundTruth: event.target.value === '' ? null : event.target.value })}
            className={areaLook}
          />
        </>
      ) : null}
    </div>
  )
}
