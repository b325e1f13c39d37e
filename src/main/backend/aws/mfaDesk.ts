import type { MfaQuestion } from '@shared/model/signIn'
import { MfaUnanswered } from './credentialTrouble'

const answerWithinMs = 60_000

interface Asked {
  readonly question: MfaQuestion
  readonly answer: (code: string | null) => void
}

/** Asks a person for codes of devices, one question after the other. A code is handed on and kept nowhere. */
export class MfaDesk {
  readonly #changed: () => void
  readonly #asked: Asked[] = []
  #lastId = 0

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** The code that a person gives. Rejects when they would rather not, or do not answer within a minute. */
  ask(profile: string, serial: string, tries: { readonly left: number; readonly wasWrong: boolean }): Promise<string> {
    const id = (this.#lastId += 1)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => answer(null), answerWithinMs)
      const answer = (code: string | null): void => {
        const at = this.#asked.findIndex((each) => each.question.id === id)
        if (at < 0) return
        this.#asked.splice(at, 1)
        clearTimeout(timer)
        if (code === null) reject(new MfaUnanswered(profile))
        else resolve(code)
        this.#changed()
      }
      const device = serial.replace(/^.*[/:]/, '')
      this.#asked.push({ question: { id, profile, device, triesLeft: tries.left, wasWrong: tries.wasWrong, untilUs: (Date.now() + answerWithinMs) * 1000 }, answer })
      this.#changed()
    })
  }

  /** What is asked now. */
  question(): MfaQuestion | null {
    return this.#asked[0]?.question ?? null
  }

  /** An answer to a question; one that nobody asks any more is let go. */
  answer(id: number, code: string | null): void {
    this.#asked.find((each) => each.question.id === id)?.answer(code)
  }

  close(): void {
    for (const { answer } of this.#asked.slice()) answer(null)
  }
}
