import { spawn } from 'node:child_process'
import { SetupError } from './say.mjs'

const startTimeoutMs = 10_000

/** Whether windows can be shown here without a virtual display. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** Waits for Xvfb to write the number of the display it found free. */
const displayNumber = (child) =>
  new Promise((resolve, reject) => {
    const fail = (message) => reject(new SetupError(message, 'Is the package xvfb installed? Try: npm run prepare-machine'))
    const timer = setTimeout(() => fail('Xvfb did not start in time.'), startTimeoutMs)
    const settle = (action) => (value) => {
      clearTimeout(timer)
      action(value)
    }
    let text = ''
    child.stdio[3].on('data', (chunk) => {
      text += chunk
      if (text.endsWith('\n')) settle(resolve)(text.trim())
    })
    child.on('error', settle(() => fail('Xvfb could not be started.')))
    child.on('exit', settle(() => fail('Xvfb ended at once.')))
  })

/**
 * Starts a virtual display on a free number and gives `{ env, stop }`: `env` names it (`DISPLAY`), `stop()` ends it.
 * It also ends with this process.
 */
export const startXvfb = async ({ width = 1920, height = 1200 } = {}) => {
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset']
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true })
  const stop = () => {
    process.off('exit', stop)
    child.kill()
  }
  process.on('exit', stop)
  const number = await displayNumber(child)
  child.unref()
  child.stdio[3].unref()
  return { env: { DISPLAY: `:${number}` }, stop }
}

/** The display that is there, or a virtual one; `{ env, stop }` either way, `env` to be merged into a child's. */
export const ensureDisplay = async (size) => (hasDisplay() ? { env: {}, stop: () => {} } : startXvfb(size))
