interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown }
}

const factory = (window as { trustedTypes?: TrustedTypesFactory }).trustedTypes

const policy = factory?.createPolicy('burr', {
  createScriptURL(url) {
    const asked = new URL(url, location.href)
    // A custom scheme has no origin to compare in every engine version, so scheme and host are compared.
    if (asked.protocol !== location.protocol || asked.host !== location.host) throw new TypeError(`Not a script of this app: ${asked.href}`)
    return asked.href
  }
})

/** The address of a script or worker of this app, as the content policy wants it; throws for any other origin. */
export function trustedScriptUrl(url: string | URL): URL {
  const text = String(url)
  return (policy === undefined ? new URL(text, location.href) : policy.createScriptURL(text)) as URL
}
