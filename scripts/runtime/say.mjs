/** Writes one line of progress to standard error: standard output belongs to the command itself. */
export const say = (line) => process.stderr.write(`${line}\n`)

/** A failure that a person can act on: what went wrong in one sentence, and what to do about it. */
export class SetupError extends Error {
  constructor(message, advice) {
    super(message)
    this.advice = advice
  }
}

/** Runs `main`; its returned number becomes the exit code, and a failure is told in words. */
export const runMain = async (main) => {
  try {
    process.exitCode = (await main()) ?? process.exitCode ?? 0
  } catch (error) {
    process.exitCode = 1
    if (!(error instanceof SetupError)) throw error
    say(`\n✖ ${error.message}`)
    if (error.advice) say(`  ${error.advice}`)
  }
}
