import { queryOptions } from '@tanstack/react-query'
import type { PriceTable } from '@shared/model/price'
import { call } from '../api'

/** What language models cost, as kept by the person. */
export const pricesQuery = () => queryOptions({ queryKey: ['prices'], queryFn: () => call('prices.get', {}) })

/** Keeps other prices; costs on screen are worked out anew. */
export const savePrices = (table: PriceTable) => call('prices.save', table)
