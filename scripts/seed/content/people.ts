import type { Random } from '../random'

const FIRST = ['Amara', 'Bilal', 'Chloé', 'Dmitri', 'Elena', 'Farid', 'Grace', 'Hiroshi', 'Ines', 'Jonas', 'Keiko', 'Liam', 'Mónica', 'Noor', 'Oskar', 'Priya', 'Quentin', 'Rosa', 'Sanjay', 'Tove', 'Ulrike', 'Wei', 'Yusuf', 'Zoë']
const LAST = ['Okafor', 'Haddad', 'Martin', 'Volkov', 'Rossi', 'Rahimi', 'Mensah', 'Tanaka', 'Costa', 'Lindqvist', 'Sato', 'Murphy', 'García', 'Aziz', 'Nowak', 'Nair', 'Dubois', 'Jiménez', 'Iyer', 'Berg', 'Schäfer', 'Chen', 'Demir', 'Vos']

/** A person's name. */
export function personName(random: Random): string {
  return `${random.pick(FIRST)} ${random.pick(LAST)}`
}

/** An order number as `SO-2026-104233`. */
export function orderNumber(random: Random): string {
  return `SO-2026-${random.int(100_000, 199_999)}`
}
