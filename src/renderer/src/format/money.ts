const cents = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' })
const small = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', minimumFractionDigits: 2, maximumSignificantDigits: 2 })
const exact = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', minimumFractionDigits: 2, maximumFractionDigits: 9 })

/** An amount for reading: whole cents, below one the first two digits that are not 0; `—` when it is not known. */
export function formatUsd(usd: number | null): string {
  if (usd === null) return '—'
  return usd === 0 || usd >= 0.995 ? cents.format(usd) : small.format(usd)
}

/** An amount to a billionth: what is shown on hover and copied. */
export function exactUsd(usd: number): string {
  return exact.format(usd)
}
