/** One frame of a traceback; `marked` is the part of the line that Python underlines. */
export interface Frame {
  readonly file: string
  readonly line: number
  readonly in: string
  readonly source: string
  readonly marked?: string
}

/** How a Python exception is described. */
export interface PythonErrorOptions {
  readonly type: string
  readonly message: string
  readonly frames: readonly Frame[]
  readonly cause?: PythonError
  readonly context?: PythonError
  readonly noBurrFrames?: boolean
}

const SITE = '/opt/venv/lib/python3.11/site-packages'

const BURR_FRAMES: readonly Frame[] = [
  { file: `${SITE}/burr/core/application.py`, line: 914, in: '_step', source: 'raise e' },
  {
    file: `${SITE}/burr/core/application.py`,
    line: 900,
    in: '_step',
    source: 'result, new_state = _run_single_step_action(',
    marked: '_run_single_step_action('
  },
  {
    file: `${SITE}/burr/core/application.py`,
    line: 298,
    in: '_run_single_step_action',
    source: 'action.run_and_update(state, **inputs), action.name, action.schema',
    marked: 'action.run_and_update(state, **inputs)'
  },
  {
    file: `${SITE}/burr/core/action.py`,
    line: 671,
    in: 'run_and_update',
    source: 'return self._fn(state, **self._bound_params, **run_kwargs)',
    marked: 'self._fn(state, **self._bound_params, **run_kwargs)'
  }
]

/** A frame in an installed package. */
export function packageFrame(path: string, line: number, name: string, source: string, marked?: string): Frame {
  return { file: `${SITE}/${path}`, line, in: name, source, ...(marked === undefined ? {} : { marked }) }
}

/** A frame in the user's own program. */
export function appFrame(path: string, line: number, name: string, source: string, marked?: string): Frame {
  return { file: `/srv/app/${path}`, line, in: name, source, ...(marked === undefined ? {} : { marked }) }
}

/** An exception of the simulated Python program, with the text that `traceback.format_exception` gives for it. */
export class PythonError extends Error {
  readonly #options: PythonErrorOptions

  constructor(options: PythonErrorOptions) {
    super(`${options.type}: ${options.message}`)
    this.#options = options
  }

  /** The exception that a generator gets when its consumer walks away. */
  static generatorExit(): PythonError {
    const frame = packageFrame('burr/core/action.py', 879, 'gen_fn', 'yield out')
    return new PythonError({ type: 'GeneratorExit', message: '', frames: [frame], noBurrFrames: true })
  }

  /** The whole traceback, causes first, with a newline at the end. */
  traceback(): string {
    return this.#text(this.#options.noBurrFrames === true ? [] : BURR_FRAMES)
  }

  #text(outer: readonly Frame[]): string {
    const { cause, context, frames, type, message } = this.#options
    const before =
      cause !== undefined
        ? `${cause.#text([])}\nThe above exception was the direct cause of the following exception:\n\n`
        : context !== undefined
          ? `${context.#text([])}\nDuring handling of the above exception, another exception occurred:\n\n`
          : ''
    const stack = [...outer, ...frames].map(frameText).join('')
    return `${before}Traceback (most recent call last):\n${stack}${message === '' ? type : `${type}: ${message}`}\n`
  }
}

function frameText(frame: Frame): string {
  const head = `  File "${frame.file}", line ${frame.line}, in ${frame.in}\n    ${frame.source}\n`
  const at = frame.marked === undefined ? -1 : frame.source.indexOf(frame.marked)
  return at < 0 || frame.marked === undefined ? head : `${head}    ${' '.repeat(at)}${'^'.repeat(frame.marked.length)}\n`
}
