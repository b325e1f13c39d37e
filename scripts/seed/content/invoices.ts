import type { Random } from '../random'
import { digits, type Values } from '../pythonJson'

const VENDORS = [
  { name: 'Nordlicht Papier GmbH', country: 'DE', currency: 'EUR', vat: 19 },
  { name: 'Kobayashi Precision K.K.', country: 'JP', currency: 'JPY', vat: 10 },
  { name: 'Harbour & Sons Ltd', country: 'GB', currency: 'GBP', vat: 20 },
  { name: 'Impresiones Vega S.L.', country: 'ES', currency: 'EUR', vat: 21 },
  { name: 'Bluegrass Components, Inc.', country: 'US', currency: 'USD', vat: 0 },
  { name: 'Société Lemoine & Fils', country: 'FR', currency: 'EUR', vat: 20 }
] as const

const ITEMS = ['Copy paper A4, 80 g, pallet', 'Spindle bearing 6204-2RS', 'Toner cartridge, black', 'Freight and handling', 'Hydraulic seal kit', 'Annual maintenance, site 3', 'Cable, NYM-J 5×2.5, 100 m'] as const

/** An invoice as the extraction should find it, wrapped as Burr wraps a Pydantic model. */
export function invoice(random: Random): { readonly model: Values; readonly vendor: string; readonly number: string; readonly text: string } {
  const vendor = random.pick(VENDORS)
  const number = `${random.pick(['INV', 'RE', 'F'])}-${random.int(2025, 2026)}-${String(random.int(1, 9999)).padStart(4, '0')}`
  const lines = Array.from({ length: random.int(1, 6) }, () => ({ description: random.pick(ITEMS), quantity: random.int(1, 40), unit_price: digits((random.int(200, 90_000) / 100).toFixed(2)) }))
  const total = `${random.int(50, 9000)}.${String(random.int(0, 99)).padStart(2, '0')}`
  const model: Values = {
    vendor: { name: vendor.name, country: vendor.country },
    number,
    issued: `2026-${String(random.int(1, 11)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`,
    currency: vendor.currency,
    lines,
    vat_percent: digits(`${vendor.vat}.0`),
    // A Decimal is written as its text.
    total,
    __burr_serde__: 'pydantic',
    __pydantic_class: 'extraction.models.Invoice'
  }
  const text = `${vendor.name}\nInvoice ${number}\n\n${lines.map((line) => `${line.quantity} × ${line.description}`).join('\n')}\n\nTotal ${vendor.currency} ${total} (incl. ${vendor.vat} % VAT)`
  return { model, vendor: vendor.name, number, text }
}
