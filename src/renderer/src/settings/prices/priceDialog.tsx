import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { toErrorShape } from '@shared/errors'
import type { PriceTable } from '@shared/model/price'
import { builtInDay, builtInPrices } from '@shared/pricing/builtInPrices'
import { plural } from '../../format/number'
import { pricesQuery, savePrices } from '../../queries/prices'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Checkbox } from '../../ui/field'
import { toast } from '../../ui/toast'
import { BuiltInTable } from './builtInTable'
import { draftOf, tableOf } from './priceDraft'
import type { PriceDraft } from './priceDraft'
import { FileButtons } from './fileButtons'
import { PriceRows } from './priceRows'

/** The price table, to be changed as a whole and saved at once. */
export function PriceDialog({ table, onClose }: { table: PriceTable; onClose: () => void }) {
  const client = useQueryClient()
  const [drafts, setDrafts] = useState<readonly PriceDraft[]>(() => (table.prices.length === 0 ? [draftOf(null)] : table.prices.map(draftOf)))
  const [useBuiltIn, setUseBuiltIn] = useState(table.useBuiltIn)
  const [problem, setProblem] = useState<string | null>(null)
  const rows = useRef<HTMLDivElement>(null)
  const save = useMutation({
    mutationFn: savePrices,
    onSuccess: (kept) => {
      client.setQueryData(pricesQuery().queryKey, kept)
      toast('Prices saved')
      onClose()
    },
    onError: (error) => setProblem(toErrorShape(error).message)
  })
  const add = (draft: PriceDraft): void => {
    setDrafts((all) => [...all.filter((each) => each.model !== '' || all.length > 1), draft])
    requestAnimationFrame(() => rows.current?.querySelector<HTMLElement>('tbody tr:last-child input')?.focus())
  }
  const take = (given: PriceTable): void => {
    setDrafts(given.prices.map(draftOf))
    setUseBuiltIn(given.useBuiltIn)
    setProblem(null)
    toast(`${plural(given.prices.length, 'price')} read. Save to keep them.`)
  }
  return (
    <Dialog title="Prices of language models" onClose={onClose} className="w-[min(60rem,94vw)]">
      <form
        className="flex min-h-0 flex-col"
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          const made = tableOf(drafts, useBuiltIn)
          if ('why' in made) setProblem(made.why)
          else save.mutate(made.table)
        }}
      >
        <div className="min-h-0 overflow-y-auto">
          <div ref={rows} className="p-4">
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <h3 className="font-semibold">Your prices</h3>
              <p className="text-sm text-ink-faint">USD for a million tokens. <code className="font-mono">*</code> in a model's name stands for any signs.</p>
            </div>
            <PriceRows drafts={drafts} onChange={setDrafts} />
            <Button className="mt-2" onClick={() => add(draftOf(null))}><Plus aria-hidden size={14} />Add a price</Button>
          </div>
          <div className="border-t p-4">
            <h3 className="font-semibold">Built-in list prices as of {builtInDay}</h3>
            <p className="text-sm text-ink-faint">
              Of the vendors' own APIs, without discounts and surcharges. Vendors may have changed theirs since. Where one of yours fits, it counts instead.
            </p>
            <div className="mt-2"><Checkbox label="Use them where none of yours fits" checked={useBuiltIn} onChange={setUseBuiltIn} /></div>
            {useBuiltIn ? <BuiltInTable prices={builtInPrices} onChange={(price) => add(draftOf(price))} /> : null}
          </div>
        </div>
        <div className="flex shrink-0 flex-wrap items-center gap-2 border-t px-4 py-2">
          <FileButtons drafts={drafts} useBuiltIn={useBuiltIn} onTake={take} onProblem={setProblem} />
          <p role="alert" className="min-w-0 flex-1 text-sm break-words text-failed">{problem}</p>
          <Button look="quiet" onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>Save</Button>
        </div>
      </form>
    </Dialog>
  )
}
