/** What Burr can log: JSON, plus numbers whose digits must stay as Python wrote them (`digits`). */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

/** An object of logged values, in the order in which Python holds it. */
export type Values = { [name: string]: Value }

const MARK = '\u0001digits:'
const MARKED = /"\\u0001digits:([^"]+)"/g

/** A number to be written with exactly these digits, as `1180591620717411303424` or `1.0`. */
export function digits(text: string): Value {
  return MARK + text
}

/** A Python float: keeps its `.0` when it is whole. */
export function float(value: number): Value {
  return Number.isInteger(value) ? digits(`${Object.is(value, -0) ? '-0' : value}.0`) : value
}

/** One line as Burr's models write it: no spaces, real UTF-8, NaN as null. */
export function compactJson(value: unknown): string {
  const text = JSON.stringify(value)
  return text.includes('"\\u0001digits:') ? text.replace(MARKED, '$1') : text
}

/** Text as Python's `json.dumps` gives it: a space after `:` and `,`, all but ASCII escaped. */
export function dumpsJson(value: Values): string {
  const fields = Object.entries(value).map(([name, field]) => `${ascii(JSON.stringify(name))}: ${ascii(JSON.stringify(field))}`)
  return `{${fields.join(', ')}}`
}

function ascii(text: string): string {
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
