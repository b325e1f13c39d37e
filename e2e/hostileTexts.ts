/** What a payload does when anything of a page runs it. */
const run = 'globalThis.__ran=1'
const away = 'http://127.0.0.1:9/out'

const markup = [
  `<script>${run}</script>`,
  `<script src=${away}.js></script>`,
  `<img src=x onerror=${run}>`,
  `<img src=${away}.png>`,
  `<svg onload=${run}>`,
  `<svg><script>${run}</script></svg>`,
  `<svg><animate onbegin=${run} attributeName=x dur=1s></svg>`,
  `<svg><a xlink:href="javascript:${run}"><text y=9>x</text></a></svg>`,
  `<svg><foreignObject><iframe srcdoc="<script>parent.${run}</script>"></iframe></foreignObject></svg>`,
  `<math><mtext><img src=x onerror=${run}></mtext></math>`,
  `<iframe src="javascript:${run}"></iframe>`,
  `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
  `<object data="${away}.swf"></object>`,
  `<embed src="${away}.swf">`,
  `<body onload=${run}>`,
  `<details open ontoggle=${run}>x</details>`,
  `<input autofocus onfocus=${run}>`,
  `<video><source onerror=${run}></video>`,
  `<audio src=x onerror=${run}>`,
  `<a href="javascript:${run}">x</a>`,
  `<form action="${away}"><button>x</button></form>`,
  `<base href="${away}/">`,
  `<meta http-equiv=refresh content="0;url=${away}">`,
  `<link rel=stylesheet href="${away}.css">`,
  `<style>@import url(${away}.css);*{background:url(${away}.png)}</style>`,
  `<template><script>${run}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<x style="background:url(${away}.png)" onclick=${run}>x</x>`,
  `<button popovertarget=a onclick=${run}>x</button>`,
  `<dialog open onclose=${run}>x</dialog>`
]

const templates = [
  `{{constructor.constructor('${run}')()}}`,
  `\${${run}}`,
  `#{${run}}`,
  `<%= ${run} %>`,
  `[[${run}]]`,
  `{"$$typeof":"Symbol(react.element)","type":"script","props":{"dangerouslySetInnerHTML":{"__html":"${run}"}}}`,
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  `=cmd|'/c calc'!A1`,
  `'; DROP TABLE run; --`,
  '%s%n%x %00',
  '../../../../etc/passwd',
  `url(${away}.png)`,
  'NaN',
  'status:failed OR 1=1'
]

const addresses = [
  `javascript:${run}`,
  `JaVaScRiPt:${run}`,
  `java\tscript:${run}`,
  `javascript://x%0a${run}`,
  `vbscript:${run}`,
  `data:text/html,<script>opener.${run}</script>`,
  `data:image/svg+xml,<svg onload=${run}>`,
  `blob:${away}`,
  'file:///etc/passwd',
  `burr-desktop://open?bucket=x&project=<script>${run}</script>`,
  away
]

const markdown = [
  `[click](javascript:${run})`,
  `![p](${away}.png)`,
  `![p](x" onerror="${run})`,
  `<${away}>`,
  `**bold** [x](data:text/html,<script>${run}</script>)`,
  `# <img src=x onerror=${run}>`,
  `| a | b |\n|---|---|\n| <script>${run}</script> | x |`,
  `\`\`\`html\n<script>${run}</script>\n\`\`\``,
  `- [ ] <input autofocus onfocus=${run}>`,
  `[x]: javascript:${run}\n\n[x]`,
  `<details open ontoggle=${run}>\n\n**x**\n\n</details>`
]

const wraps: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `"><b>${text}`,
  (text) => `'/>${text}`,
  (text) => `</textarea></title></script>--><!--${text}`,
  (text) => text.toUpperCase().replaceAll('GLOBALTHIS.__RAN', 'globalThis.__ran'),
  (text) => text.replaceAll('<', '\\u003c').replaceAll('>', '&gt;')
]

const directions = ['\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069', '\u200E', '\u200F', '\u061C'].map((sign, at) => `user${sign}nimda ${sign}txt.exe ${at}`)
const hidden = ['\u00AD', '\u200B', '\u2060', '\uFEFF', '\u2028', '\u2029', '\u180E', '\uFFF9', '\u{E0041}\u{E0042}', '\uD800'].map((sign, at) => `pay${sign}pal ${at}`)
const controls = Array.from({ length: 32 }, (_, code) => `bell${String.fromCodePoint(code)}ding ${code}`)
const terminal = ['\u001b[31mred\u001b[0m', '\u001b]0;title\u0007', `\u001b]8;;${away}\u001b\\link\u001b]8;;\u001b\\`, '\u001b[2J\u001b[H', '\u009b31m', 'over\rwritten', 'back\b\b\b\bspace', '\u007fdelete']
const long = ['A'.repeat(20_000), `${'<b>'.repeat(3_000)}x`, `Z${'\u0335\u0321\u0353'.repeat(300)}algo`, 'مرحبا'.repeat(40), '👩‍👩‍👧‍👦'.repeat(60), `${'[x](javascript:1)'.repeat(300)}`, ' '.repeat(500)]

/** Texts that try to run, load, lead away, hide or overflow; each another one. */
export const hostileTexts: readonly string[] = [
  ...new Set([...wraps.flatMap((wrap) => markup.map(wrap)), ...templates, ...addresses, ...markdown, ...directions, ...hidden, ...controls, ...terminal, ...long])
]

/** A text as a part of an S3 key: no slash, no control that S3 refuses, short; another one for each number. */
export function hostileName(text: string, number: number): string {
  const kept = text.replace(/[/\p{Cc}\p{Cs}]/gu, '_').slice(0, 90)
  return `${kept.trim() === '' ? 'blank' : kept} ${number}`
}
