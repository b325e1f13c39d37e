import type { HighlighterCore, ThemedToken } from 'shiki/core'

let loading: Promise<HighlighterCore> | null = null

/** Python source as lines of tokens, each with its colour in the light and in the dark theme; loads what it needs on first use. */
export async function highlightPython(code: string): Promise<readonly (readonly ThemedToken[])[]> {
  loading ??= load()
  const highlighter = await loading
  const { tokens } = highlighter.codeToTokens(code, { lang: 'python', themes: { light: 'github-light-default', dark: 'github-dark-default' }, defaultColor: false })
  return tokens
}

async function load(): Promise<HighlighterCore> {
  const [{ createHighlighterCore }, { createJavaScriptRegexEngine }, python, light, dark] = await Promise.all([
    import('shiki/core'),
    import('shiki/engine/javascript'),
    import('shiki/langs/python.mjs'),
    import('shiki/themes/github-light-default.mjs'),
    import('shiki/themes/github-dark-default.mjs')
  ])
  return createHighlighterCore({ langs: [python.default], themes: [light.default, dark.default], engine: createJavaScriptRegexEngine() })
}
