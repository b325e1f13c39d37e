/** The simulated present of one thread of a user's program, in whole microseconds since 1970. */
export class Clock {
  constructor(public nowUs: number) {
    this.nowUs = Math.round(nowUs)
  }

  /** Lets this many milliseconds pass (at least one microsecond). */
  wait(ms: number): void {
    this.nowUs += Math.max(1, Math.round(ms * 1000))
  }

  /** A clock for a thread that starts now. */
  fork(): Clock {
    return new Clock(this.nowUs)
  }

  /** Waits for the other thread. */
  join(other: Clock): void {
    this.nowUs = Math.max(this.nowUs, other.nowUs)
  }
}
