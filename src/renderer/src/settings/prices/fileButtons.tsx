import { useRef } from 'react'
import { toErrorShape } from '@shared/errors'
import { priceTableSchema, whyNotPrices } from '@shared/model/price'
import type { PriceTable } from '@shared/model/price'
import { call } from '../../api'
import { Button } from '../../ui/button'
import { toast } from '../../ui/toast'
import { tableOf } from './priceDraft'
import type { PriceDraft } from './priceDraft'

interface Props {
  readonly drafts: readonly PriceDraft[]
  readonly useBuiltIn: boolean
  readonly onTake: (table: PriceTable) => void
  readonly onProblem: (problem: string | null) => void
}

const largestFile = 4 * 1024 * 1024

/** Prices out of a file and into one. */
export function FileButtons({ drafts, useBuiltIn, onTake, onProblem }: Props) {
  const input = useRef<HTMLInputElement>(null)
  async function importFile(file: File | undefined): Promise<void> {
    if (file === undefined) return
    const problem = (why: string): void => onProblem(`${file.name} was not taken: ${why}`)
    if (file.size > largestFile) return problem('it is larger than 4 MB')
    let value: unknown
    try {
      value = JSON.parse(await file.text())
    } catch {
      return problem('it is not JSON')
    }
    const why = whyNotPrices(value)
    if (why === null) onTake(priceTableSchema.parse(value))
    else problem(why)
  }
  async function exportFile(): Promise<void> {
    const made = tableOf(drafts, useBuiltIn)
    if ('why' in made) return onProblem(made.why)
    try {
      const { savedAs } = await call('app.saveText', { fileName: 'burr-prices.json', text: `${JSON.stringify(made.table, null, 2)}\n` })
      if (savedAs !== null) toast(`Saved as ${savedAs}`)
    } catch (error) {
      onProblem(toErrorShape(error).message)
    }
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="File with prices"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          void importFile(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button onClick={() => input.current?.click()}>Import…</Button>
      <Button onClick={() => void exportFile()}>Export…</Button>
    </>
  )
}
