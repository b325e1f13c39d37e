import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { assetMap, serveAsset } from './protocol'

vi.mock('electron', () => ({ protocol: {} }))

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-assets-'))
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'page', 'assets', 'a.js'), '1')
})
afterAll(() => rmSync(folder, { recursive: true }))

const get = (url: string, method = 'GET'): Promise<Response> => serveAsset(assetMap(join(folder, 'page')), new Request(url, { method }))

it('serves what was built, with its type and the content policy', async () => {
  const page = await get('burr://app/index.html')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect((await get('burr://app/assets/a.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
})

it('serves nothing else, however it is written', async () => {
  const steps = ['..', '%2e%2e', '..%2f', '%2e%2e%2f', '..%5c', '..\\', '%252e%252e', '....//', '.%00.', '%c0%ae%c0%ae', '~', 'C:', '//host']
  const places = ['', 'assets/', './', 'assets/../', '%2f', '%5c', 'index.html/', 'index.html%00', 'assets/a.js/../', '?x=', '#', ';', '%20', 'a/b/c/', '/', '//', '///']
  let tried = 0
  for (const place of places) {
    for (const step of steps) {
      const url = `burr://app/${place}${step}/secret.txt`
      if (!URL.canParse(url)) continue
      tried += 1
      const response = await get(url)
      const text = await response.text()
      expect(text, url).not.toContain('secret')
    }
  }
  expect(tried).toBeGreaterThan(200)
  expect((await get('burr://other/index.html')).status).toBe(404)
  expect((await get('burr://app/index.html', 'POST')).status).toBe(404)
  expect((await get('burr://app/assets')).status).toBe(404)
})
