/** Of browsers, and not yet among the types of the DOM. */
interface Navigator {
  readonly userAgentData?: { readonly platform: string }
}
interface Uint8Array {
  toHex(): string
}
interface ExtendableEvent {
  addRoutes?(
    rules: readonly {
      condition: { urlPattern: { pathname: string; search: string } }
      source: { cacheName: string }
    }[],
  ): Promise<void>
}
interface Window {
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(url: string): string },
    ): { createScriptURL(url: string): unknown }
  }
}
