import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { redactionRules, redactionWords } from '@shared/model/portable'
import type { RedactionCount, RedactionRuleId } from '@shared/model/portable'
import { formatCount, plural } from '../format/number'
import { Button, IconButton } from '../ui/button'
import { Checkbox, TextInput } from '../ui/field'
import { problemOfRule } from './exportTarget'
import type { OwnRule, RedactionWish } from './exportTarget'

interface ChoiceProps {
  readonly wish: RedactionWish
  readonly onChange: (wish: RedactionWish) => void
  /** What each rule finds; `null` while it is looked for. */
  readonly counts: readonly RedactionCount[] | null
}

/** Which values are replaced by placeholders, with what each rule finds. */
export function RedactionChoice({ wish, onChange, counts }: ChoiceProps) {
  const found = counts?.reduce((sum, count) => sum + count.found, 0) ?? null
  const toggle = (rule: RedactionRuleId, isUsed: boolean): void => onChange({ ...wish, without: isUsed ? wish.without.filter((each) => each !== rule) : [...wish.without, rule] })
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Secrets</legend>
      <Checkbox checked={wish.isOn} onChange={(isOn) => onChange({ ...wish, isOn })} label={<>Replace secrets in values by placeholders <CountOf found={wish.isOn ? found : null} /></>} />
      {wish.isOn ? (
        <details className="mt-1 ml-6">
          <summary className="cursor-pointer text-sm text-ink-dim hover:text-ink">Rules and what they find</summary>
          <p className="mt-1 text-sm text-ink-faint">The same secret gets the same placeholder. Names, numbers and the structure of values stay as they are.</p>
          <ul className="mt-1 flex flex-col">
            {redactionRules.map((rule) => (
              <li key={rule}>
                <Checkbox checked={!wish.without.includes(rule)} onChange={(isUsed) => toggle(rule, isUsed)} label={<span className="text-sm">{redactionWords[rule]} <Found counts={counts} rule={rule} /></span>} />
              </li>
            ))}
          </ul>
          <OwnRules own={wish.own} counts={counts} onChange={(own) => onChange({ ...wish, own })} />
        </details>
      ) : (
        <p className="mt-1 ml-6 text-sm text-waiting">Whoever has the file can read every value in it.</p>
      )}
    </fieldset>
  )
}

function CountOf({ found }: { found: number | null }) {
  return found === null ? null : <span className="tabular text-sm text-ink-faint">{plural(found, 'place')}</span>
}

function Found({ counts, rule }: { counts: ChoiceProps['counts']; rule: string }) {
  const count = counts?.find((each) => each.rule === rule)
  if (count === undefined || count.found === 0) return null
  return <span className="tabular rounded bg-accent-soft px-1.5 text-xs">{formatCount(count.found)} × {plural(count.distinct, 'value')}</span>
}

function OwnRules({ own, counts, onChange }: { own: readonly OwnRule[]; counts: ChoiceProps['counts']; onChange: (own: readonly OwnRule[]) => void }) {
  const [draft, setDraft] = useState<OwnRule>({ name: '', pattern: '' })
  const problem = problemOfRule(draft)
  const isBegun = draft.name !== '' || draft.pattern !== ''
  return (
    <section aria-label="Own rules" className="mt-2">
      <ul>
        {own.map((rule, at) => (
          <li key={`${rule.name} ${rule.pattern}`} className="flex h-7 items-center gap-2 text-sm">
            <span className="font-medium">{rule.name}</span>
            <code className="min-w-0 truncate font-mono text-ink-dim">{rule.pattern}</code>
            <Found counts={counts} rule={rule.name} />
            <IconButton label={`Remove the rule ${rule.name}`} onClick={() => onChange(own.filter((_, place) => place !== at))}><X aria-hidden size={13} /></IconButton>
          </li>
        ))}
      </ul>
      <form
        className="mt-1 flex items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (problem !== null) return
          onChange([...own, { name: draft.name.trim(), pattern: draft.pattern }])
          setDraft({ name: '', pattern: '' })
        }}
      >
        <TextInput aria-label="Name of an own rule" placeholder="Own rule" className="w-36" value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
        <TextInput aria-label="Regular expression of the own rule" placeholder="Regular expression, like TICKET-\d+" className="font-mono" value={draft.pattern} invalid={draft.pattern !== '' && problem !== null && draft.name !== ''} onChange={(event) => setDraft({ ...draft, pattern: event.target.value })} />
        <Button type="submit" disabled={problem !== null}><Plus aria-hidden size={13} /> Add</Button>
      </form>
      {isBegun && problem !== null ? <p className="mt-1 text-sm text-ink-faint">{problem}</p> : null}
    </section>
  )
}
