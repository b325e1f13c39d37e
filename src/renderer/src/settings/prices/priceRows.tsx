import { X } from 'lucide-react'
import { IconButton } from '../../ui/button'
import { TextInput } from '../../ui/field'
import { isRate, pricedParts } from './priceDraft'
import type { PriceDraft } from './priceDraft'

/** The person's own prices as lines to type in. */
export function PriceRows({ drafts, onChange }: { drafts: readonly PriceDraft[]; onChange: (drafts: readonly PriceDraft[]) => void }) {
  const put = (changed: PriceDraft): void => onChange(drafts.map((each) => (each.id === changed.id ? changed : each)))
  return (
    <div className="overflow-x-auto">
      <table className="mt-1 w-full border-collapse text-sm">
        <thead>
          <tr className="text-xs text-ink-faint [&>th]:h-6 [&>th]:px-1 [&>th]:font-normal">
            <th scope="col" className="min-w-48 text-left">Model</th>
            <th scope="col" className="text-left" title="First day (UTC). Empty = always">Valid from</th>
            {pricedParts.map(([part, word, about]) => <th key={part} scope="col" title={about} className="text-right">{word}</th>)}
            <th scope="col"><span className="sr-only">Remove</span></th>
          </tr>
        </thead>
        <tbody>
          {drafts.map((draft, at) => (
            <tr key={draft.id} className="[&>td]:p-0.5">
              <td><TextInput aria-label={`Model of price ${at + 1}`} data-autofocus={at === 0 ? true : undefined} value={draft.model} maxLength={200} placeholder="gpt-4o-2024-11-20" onChange={(event) => put({ ...draft, model: event.target.value })} className="font-mono" /></td>
              <td><TextInput aria-label={`Price ${at + 1} valid from`} type="date" value={draft.validFrom} onChange={(event) => put({ ...draft, validFrom: event.target.value })} className="w-34" /></td>
              {pricedParts.map(([part, word]) => (
                <td key={part}>
                  <TextInput
                    aria-label={`${word} of price ${at + 1}, USD for a million tokens`}
                    inputMode="decimal"
                    value={draft.rates[part]}
                    invalid={!isRate(draft.rates[part])}
                    onChange={(event) => put({ ...draft, rates: { ...draft.rates, [part]: event.target.value } })}
                    className="tabular min-w-16 text-right"
                  />
                </td>
              ))}
              <td><IconButton label={`Remove price ${at + 1}`} onClick={() => onChange(drafts.filter((each) => each.id !== draft.id))}><X aria-hidden size={14} /></IconButton></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
