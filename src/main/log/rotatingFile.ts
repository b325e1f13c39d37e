import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** How much is kept: `files` of at most `bytes` each, the oldest given up. */
export interface RotationLimits {
  readonly files: number
  readonly bytes: number
}

/** Appends lines to a file of a folder and begins a new one when it is full; a folder that cannot be written is no reason to fail. */
export class RotatingFile {
  readonly #folder: string
  readonly #limits: RotationLimits
  #size: number

  constructor(folder: string, limits: RotationLimits) {
    this.#folder = folder
    this.#limits = limits
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
    } catch {
      // Said by nobody: there is no log to say it in.
    }
    this.#size = existsSync(this.path(0)) ? statSync(this.path(0)).size : 0
  }

  /** The file written `age` rotations ago; 0 = the one being written. */
  path(age: number): string {
    return join(this.#folder, age === 0 ? 'burr-desktop.log' : `burr-desktop.${age}.log`)
  }

  append(text: string): void {
    const bytes = Buffer.byteLength(text)
    try {
      if (this.#size > 0 && this.#size + bytes > this.#limits.bytes) this.#rotate()
      appendFileSync(this.path(0), text, { mode: 0o600 })
      this.#size += bytes
    } catch {
      // A full disk must not end the program that would say so.
    }
  }

  #rotate(): void {
    rmSync(this.path(this.#limits.files - 1), { force: true })
    for (let age = this.#limits.files - 2; age >= 0; age -= 1) if (existsSync(this.path(age))) renameSync(this.path(age), this.path(age + 1))
    this.#size = 0
  }
}
