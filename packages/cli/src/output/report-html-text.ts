import { safeText } from './safe-text.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For text and for quoted attributes; also without marks that turn the direction of what follows. */
export const escapeHtml = (text: string): string =>
  safeText(text.toWellFormed()).replace(/[&<>"']/g, (character) => entities[character]!)
