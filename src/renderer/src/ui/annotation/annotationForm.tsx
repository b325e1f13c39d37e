import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { toErrorShape } from '@shared/errors'
import { useActions } from '../../keyboard/actions'
import { annotationWordsQuery, saveAnnotation } from '../../queries/annotations'
import { announce } from '../announcer'
import { Button } from '../button'
import { toast } from '../toast'
import { blankObservation, isSameDraft, saysSomething } from './draft'
import type { Draft } from './draft'
import { ObservationFields } from './observationFields'
import type { DataChoice } from './observationFields'
import { TagChoice } from './tagChoice'

interface Props {
  readonly initial: Draft
  /** Data of the step the draft is on. */
  readonly data: readonly DataChoice[]
  /** Chooses what the annotation is on; left out = that is fixed. */
  readonly target?: (draft: Draft, change: (draft: Draft) => void) => ReactNode
  readonly onClose: () => void
  /** Opens the form again with what was written, after it was closed unsaved. */
  readonly onReopen: (draft: Draft) => void
  /** Told what the draft is on, so that the step's data can be brought. */
  readonly onDraft?: (draft: Draft) => void
}

/** Where an annotation is written or changed. Ctrl (⌘) Enter saves, Esc closes; what was written is never lost by closing. */
export function AnnotationForm({ initial, data, target, onClose, onReopen, onDraft }: Props) {
  const [draft, setDraft] = useState(initial)
  const form = useRef<HTMLFormElement>(null)
  const words = useQuery(annotationWordsQuery(draft.run.project)).data
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => saveAnnotation(draft, draft.annotationId),
    onSuccess: () => {
      announce('Annotation saved')
      onClose()
    }
  })
  useFocusInside(form)
  function change(next: Draft): void {
    setDraft(next)
    onDraft?.(next)
  }
  function close(): void {
    leaveDraft({ draft, initial, onClose, onReopen })
  }
  useActions({ 'go.up': close })
  useKeysInside(form, (event) => {
    const isSave = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
    if (isSave && saysSomething(draft) && !isPending) mutate()
    if (event.key === 'Escape') close()
    return isSave || event.key === 'Escape'
  })
  const { observations } = draft
  const isOne = observations.length === 1
  return (
    <form
      ref={form}
      aria-label={draft.annotationId === null ? 'New annotation' : 'Change the annotation'}
      onSubmit={(event) => {
        event.preventDefault()
        mutate()
      }}
      className="flex flex-col gap-2 p-3"
    >
      {target?.(draft, change)}
      <TagChoice tags={draft.tags} known={words?.tags ?? []} onChange={(tags) => change({ ...draft, tags })} />
      {observations.map((observation, at) => (
        <ObservationFields
          // Observations have no name of their own, and are only added at the end.
          key={at}
          observation={observation}
          nth={isOne ? null : at + 1}
          data={data}
          isFirst={at === 0}
          onChange={(next) => change({ ...draft, observations: observations.with(at, next) })}
          onRemove={isOne ? null : () => change({ ...draft, observations: observations.toSpliced(at, 1) })}
        />
      ))}
      {error === null ? null : <p role="alert" className="text-sm text-failed">{toErrorShape(error).message} {toErrorShape(error).action}</p>}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" disabled={!saysSomething(draft) || isPending}>{draft.annotationId === null ? 'Save' : 'Save changes'}</Button>
        <Button onClick={close}>Cancel</Button>
        <span className="flex-1" />
        <Button look="quiet" disabled={observations.length >= 50} onClick={() => change({ ...draft, observations: [...observations, blankObservation] })}>
          <Plus aria-hidden size={13} /> Add observation
        </Button>
      </div>
    </form>
  )
}

/** Hears the keys that are pressed anywhere inside the form; those that meant something go no further. */
function useKeysInside(form: { readonly current: HTMLFormElement | null }, press: (event: KeyboardEvent) => boolean): void {
  const latest = useRef(press)
  useEffect(() => {
    latest.current = press
  })
  useEffect(() => {
    const element = form.current
    const onKeyDown = (event: KeyboardEvent): void => {
      if (latest.current(event)) event.preventDefault()
    }
    element?.addEventListener('keydown', onKeyDown)
    return () => element?.removeEventListener('keydown', onKeyDown)
  }, [form])
}

/** Closes a form; when something was written, offers to go on with it. */
export function leaveDraft({ draft, initial, onClose, onReopen }: { readonly draft: Draft; readonly initial: Draft } & Pick<Props, 'onClose' | 'onReopen'>): void {
  onClose()
  if (!isSameDraft(draft, initial)) toast('The annotation was not saved.', 'ok', { label: 'Go on writing', run: () => onReopen(draft) })
}

/** Moves the focus into the form when it opens and back to where it was when it closes. */
function useFocusInside(form: { readonly current: HTMLFormElement | null }): void {
  useEffect(() => {
    const before = document.activeElement
    form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus()
      else document.querySelector<HTMLElement>('[role="tree"], [role="grid"]')?.focus()
    }
  }, [form])
}
