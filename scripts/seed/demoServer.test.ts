import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { startDemoServer } from './demoServer.mjs'

async function keyCount(endpointUrl: string): Promise<number> {
  const page = await fetch(`${endpointUrl}/burr-demo?list-type=2&prefix=data/`)
  return [...(await page.text()).matchAll(/<Key>/g)].length
}

async function isUp(endpointUrl: string): Promise<boolean> {
  return fetch(endpointUrl).then(
    () => true,
    () => false
  )
}

async function untilDown(endpointUrl: string): Promise<boolean> {
  for (let i = 0; i < 50; i++) {
    if (!(await isUp(endpointUrl))) return true
    await sleep(100)
  }
  return false
}

describe('the demo’s server', () => {
  it('is filled when it is there, goes on growing, and ends when told to', async () => {
    const server = await startDemoServer({ runs: 60, live: true })
    const before = await keyCount(server.endpointUrl)
    expect(before).toBe(server.objects - 1)
    await sleep(8000)
    expect(await keyCount(server.endpointUrl)).toBeGreaterThan(before)
    await server.stop()
    expect(await isUp(server.endpointUrl)).toBe(false)
  })

  it('ends with its parent, even when that is killed', async () => {
    const script = `import(${JSON.stringify(fileURLToPath(new URL('./demoServer.mjs', import.meta.url)))}).then(async (m) => console.log((await m.startDemoServer({ runs: 20 })).endpointUrl))`
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [endpointUrl] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
    expect(await isUp(endpointUrl)).toBe(true)
    parent.kill('SIGKILL')
    expect(await untilDown(endpointUrl)).toBe(true)
  })
})
