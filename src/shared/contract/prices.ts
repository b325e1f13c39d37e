import { z } from 'zod'
import type { PriceTable } from '../model/price'
import { priceTableSchema } from '../model/price'
import { method } from './method'

/** The prices in force. */
export interface KeptPrices {
  readonly table: PriceTable
  /** What was wrong with the file that keeps them, which was set aside; `null` = nothing. */
  readonly problem: string | null
}

export const prices = {
  /** What language models cost, as kept by the person. */
  'prices.get': method<KeptPrices>()('main', z.strictObject({})),
  /** Keeps other prices in the place of those that are there. */
  'prices.save': method<KeptPrices>()('main', priceTableSchema)
} as const
