import { useId, useState } from 'react'
import type { MfaQuestion } from '@shared/model/signIn'
import { answerMfa } from '../queries/signIn'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextInput } from '../ui/field'
import { useNow } from '../ui/now'

/** Asks for the six digits of a device. They go to AWS and are kept nowhere. */
export function MfaDialog({ question }: { question: MfaQuestion }) {
  const [typed, setTyped] = useState({ id: question.id, code: '', isSent: false })
  const nowMs = useNow(1000)
  const [fieldId, wrongId] = [useId(), useId()]
  // A new question begins empty.
  const { code, isSent } = typed.id === question.id ? typed : { code: '', isSent: false }
  const isWhole = /^\d{6}$/.test(code)
  return (
    <Dialog title={`MFA code: ${question.profile}`} onClose={() => void answerMfa(question.id, null)} className="w-96">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isWhole || isSent) return
          setTyped({ id: question.id, code: '', isSent: true })
          void answerMfa(question.id, code)
        }}
      >
        <div className="flex flex-col gap-2 p-4">
          <label htmlFor={fieldId}>
            Six digits of <span className="font-medium">{question.device}</span>
          </label>
          <TextInput
            id={fieldId}
            data-autofocus
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            value={code}
            invalid={question.wasWrong && code === ''}
            aria-describedby={question.wasWrong ? wrongId : undefined}
            onChange={(event) => setTyped({ id: question.id, code: event.target.value.replaceAll(/\D/g, '').slice(0, 6), isSent })}
            className="h-9 text-center font-mono text-xl tracking-widest"
          />
          {question.wasWrong ? (
            <p id={wrongId} role="alert" className="text-sm text-failed">
              AWS did not take that code. {question.triesLeft === 1 ? 'One try is left.' : `${question.triesLeft} tries are left.`} A code works once: wait for the next one.
            </p>
          ) : null}
          <p className="text-sm text-ink-faint">The code is not stored. It is waited for another {Math.max(0, Math.round(question.untilUs / 1_000_000 - nowMs / 1000))} s.</p>
        </div>
        <div className="flex justify-end gap-2 border-t px-4 py-2.5">
          <Button onClick={() => void answerMfa(question.id, null)}>Not now</Button>
          <Button look="primary" type="submit" disabled={!isWhole || isSent}>Continue</Button>
        </div>
      </form>
    </Dialog>
  )
}
