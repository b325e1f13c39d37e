/** The parameters of a Python function as far as its source tells. */
export interface Signature {
  readonly required: ReadonlySet<string>
  readonly optional: ReadonlySet<string>
}

const runners = ['run_and_update', 'stream_run_and_update', 'stream_run', 'run']

/** Finds the parameters of the action's function, or of a class-based action's run method; `null` when there is none to see. */
export function readSignature(code: string): Signature | null {
  const isClass = /^\s*class\s/m.test(code) && !/^(?:async\s+)?def\s/m.test(code)
  const names = isClass ? runners : ['[A-Za-z_]\\w*']
  for (const name of names) {
    const match = new RegExp(`^[ \\t]*(?:async[ \\t]+)?def[ \\t]+${name}[ \\t]*\\(`, 'm').exec(code)
    if (match === null) continue
    const parameters = splitParameters(code.slice(match.index + match[0].length))
    return parameters === null ? null : sortParameters(parameters)
  }
  return null
}

function sortParameters(parameters: readonly string[]): Signature {
  const required = new Set<string>()
  const optional = new Set<string>()
  for (const parameter of parameters) {
    const match = /^([A-Za-z_]\w*)\s*(?::[^]*?)?$/.exec(cutDefault(parameter))
    const name = match?.[1]
    if (name === undefined || name === 'self' || name === 'state') continue
    if (hasDefault(parameter)) optional.add(name)
    else required.add(name)
  }
  return { required, optional }
}

function defaultAt(parameter: string): number {
  let depth = 0
  for (let at = 0; at < parameter.length; at++) {
    const sign = parameter.charAt(at)
    if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth--
    else if (sign === '=' && depth === 0) return at
  }
  return -1
}

function hasDefault(parameter: string): boolean {
  return defaultAt(parameter) >= 0
}

function cutDefault(parameter: string): string {
  const at = defaultAt(parameter)
  return (at < 0 ? parameter : parameter.slice(0, at)).trim()
}

/** Cuts at the commas of the outermost level; `null` when the closing bracket is not found. */
function splitParameters(text: string): readonly string[] | null {
  const parts: string[] = []
  let depth = 0
  let start = 0
  let at = 0
  while (at < text.length) {
    const sign = text.charAt(at)
    if (sign === '"' || sign === "'") at = stringEnd(text, at)
    else if (sign === '#') at = lineEnd(text, at)
    else if (depth === 0 && (sign === ',' || sign === ')')) {
      parts.push(withoutComments(text.slice(start, at)))
      if (sign === ')') return parts.filter((part) => part !== '')
      start = at + 1
    } else if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth--
    at++
  }
  return null
}

function withoutComments(part: string): string {
  return part.replace(/^\s*#[^\n]*$/gm, '').trim()
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function stringEnd(text: string, from: number): number {
  const sign = text.charAt(from)
  for (let at = from + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++
    else if (text.charAt(at) === sign) return at
  }
  return text.length
}
