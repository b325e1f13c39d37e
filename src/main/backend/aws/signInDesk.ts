import { toErrorShape } from '@shared/errors'
import type { SignInStatus, SsoSignIn } from '@shared/model/signIn'
import { MfaDesk } from './mfaDesk'
import type { Environment } from './profileFiles'
import { signInSso } from './ssoFlow'
import type { SsoFlowOptions } from './ssoFlow'
import { readSsoTarget } from './ssoTarget'

/** Who is told what, and in tests how is waited. */
export interface SignInDeskOptions {
  readonly environment: Environment
  /** What is to be shown changed. */
  onChange(): void
  /** A token was written. */
  onSignedIn(): void
  readonly wait?: SsoFlowOptions['wait']
}

interface UnderWay {
  readonly cacheName: string
  readonly controller: AbortController
}

/** Where signing in waits for a person: one sign-in and one question for a code at a time, however many need them. */
export class SignInDesk {
  readonly mfa: MfaDesk
  readonly #options: SignInDeskOptions
  #underWay: UnderWay | null = null
  #sso: SsoSignIn | null = null
  #starting: Promise<unknown> = Promise.resolve()

  constructor(options: SignInDeskOptions) {
    this.#options = options
    this.mfa = new MfaDesk(() => options.onChange())
  }

  status(): SignInStatus {
    return { sso: this.#sso, mfa: this.mfa.question() }
  }

  /** Begins, or joins what is under way for the same sign-in page; gives how it stands once the profile was read. Rejects when the profile has no such sign-in. */
  async start(profile: string): Promise<SsoSignIn> {
    const reading = this.#starting.catch(() => undefined).then(() => this.#begin(profile))
    this.#starting = reading
    return await reading
  }

  cancel(): void {
    this.#underWay?.controller.abort()
    this.#underWay = null
    this.#show(null)
  }

  close(): void {
    this.cancel()
    this.mfa.close()
  }

  async #begin(profile: string): Promise<SsoSignIn> {
    const { environment, wait } = this.#options
    const target = await readSsoTarget(profile, environment)
    if (this.#underWay?.cacheName === target.cacheName && this.#sso !== null) return this.#sso
    this.cancel()
    const mine: UnderWay = { cacheName: target.cacheName, controller: new AbortController() }
    this.#underWay = mine
    const starting: SsoSignIn = { state: 'starting', profile }
    this.#show(starting)
    const { signal } = mine.controller
    const invite: SsoFlowOptions['invite'] = ({ userCode, url, expiresAtMs }) => {
      if (this.#underWay === mine) this.#show({ state: 'waiting', profile, userCode, url, expiresUs: Math.round(expiresAtMs * 1000) })
    }
    signInSso(target, { environment, signal, invite, wait }).then(
      () => this.#end(mine, { state: 'done', profile }),
      (error: unknown) => this.#end(mine, { state: 'failed', profile, error: toErrorShape(error) })
    )
    return starting
  }

  #end(ended: UnderWay, outcome: SsoSignIn): void {
    if (outcome.state === 'done') this.#options.onSignedIn()
    if (this.#underWay !== ended) return
    this.#underWay = null
    this.#show(outcome)
  }

  #show(sso: SsoSignIn | null): void {
    if (sso === null && this.#sso === null) return
    this.#sso = sso
    this.#options.onChange()
  }
}
