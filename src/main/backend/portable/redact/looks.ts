const digitsOf = (text: string): string => text.replaceAll(/\D/g, '')

/** Whether digits can be those of a card: the last of them checks the others (Luhn), and the first names a network. */
export function isCard(text: string): boolean {
  const digits = digitsOf(text)
  if (!/^(?:4|5[1-5]|2[2-7]|3[0-9]|6)/.test(digits) || /^(\d)\1+$/.test(digits)) return false
  let sum = 0
  for (const [place, sign] of digits.split('').toReversed().entries()) {
    const doubled = Number(sign) * (place % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Whether a text is an IBAN: its check digits fit. */
export function isAccount(text: string): boolean {
  const plain = text.replaceAll(' ', '')
  if (plain.length < 15 || plain.length > 34) return false
  let rest = 0
  for (const sign of `${plain.slice(4)}${plain.slice(0, 4)}`) {
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest === 1
}

/** Whether a text with a country code is as long as telephone numbers are. */
export function isPhone(text: string): boolean {
  const { length } = digitsOf(text)
  return length >= 8 && length <= 15
}

/** Whether signs look drawn at random: all three kinds, and hardly any of them often. */
export function isRandom(text: string): boolean {
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text)) return false
  return new Set(text).size >= 20
}

/** Whether what stands behind a name like "password" is one, and neither code nor a word of a sentence. */
export function looksSecret(text: string): boolean {
  if (/^(?:[A-Za-z_][\w]*[.([]|\$?\{|<|%|\[redacted-)/.test(text)) return false
  return /\d/.test(text) || /[^\w.-]/.test(text.replace(/[).\]}]+$/, '')) || /[a-z][A-Z]/.test(text) || /={1,2}$/.test(text)
}

/** Whether what stands behind "Bearer" is a token and no word of a sentence. */
export function looksToken(text: string): boolean {
  return !text.startsWith('[redacted-') && (/\d/.test(text) || text.length >= 24)
}
