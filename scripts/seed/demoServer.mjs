import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { inRepo, repoRoot } from '../runtime/paths.mjs'
import { SetupError } from '../runtime/say.mjs'

/**
 * Starts the embedded S3 in a child process, fills it and gives `{ endpointUrl, bucket, runs, objects, stop }`;
 * `options`: `{ runs, seed, live, port }`. The child ends with `stop()` or with this process.
 */
export const startDemoServer = async (options = {}) => {
  const { runs = 400, seed = 'burr', live = true, port = 0 } = options
  const args = ['--import', 'tsx', inRepo('scripts', 'seed', 'demoServer.ts'), '--runs', String(runs), '--seed', seed, '--port', String(port)]
  const env = { ...process.env, NODE_NO_WARNINGS: '1' }
  const child = spawn(process.execPath, live ? [...args, '--live'] : args, { cwd: repoRoot, env, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin.on('error', () => {})
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)))
    child.once('error', reject)
    child.once('exit', () => reject(new SetupError('The embedded S3 ended before it was filled.', 'The messages above say why.')))
  })
  return {
    ...(await ready),
    stop: async () => {
      child.stdin.end()
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 5000)
      await ended
      clearTimeout(late)
    }
  }
}
