/** Of browsers, and not yet among the types of the DOM. */
interface Navigator {
  readonly userAgentData?: { readonly platform: string }
}
interface Uint8Array {
  toHex(): string
}
interface Window {
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(url: string): string },
    ): { createScriptURL(url: string): unknown }
  }
}
