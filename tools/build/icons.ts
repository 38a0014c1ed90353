/**
 * The icons of the installed app, drawn from our own SVG by Chromium: `node tools/build/icons.ts`, after the drawing changed.
 * The files are committed, so that a build needs no browser.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { root } from '../features.ts'

const ring = 'M47.5 24.5A18 18 0 1 0 50 33.5'
const tick = 'M24 33l7.5 7.5L49 18'
/** @param inner how much of the square the drawing may fill; platforms cut up to a fifth from a maskable icon */
const drawing = (ground: string, ringColour: string, tickColour: string, inner = 1, content?: string) => `
  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
    ${ground}
    <g fill="none" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"
       transform="translate(32 32) scale(${inner}) translate(-32 -32)">
      ${content ?? `<path d="${ring}" stroke="${ringColour}"/><path d="${tick}" stroke="${tickColour}"/>`}
    </g>
  </svg>`

const round = '<rect width="64" height="64" rx="15" fill="#0b7467"/>'
const full = '<rect width="64" height="64" fill="#0b7467"/>'
const app = drawing(round, '#f7f6f2', '#ffc857')
const edgeToEdge = (inner: number) => drawing(full, '#f7f6f2', '#ffc857', inner)
const shortcut = (paths: string) => drawing(round, '', '', 0.62, `<g stroke="#f7f6f2">${paths}</g>`)

/** Below `packages/pwa/public`; the number in the name is the width and height in pixels. */
export const appIcons: readonly { readonly file: string; readonly size: number; readonly svg: string }[] = [
  { file: 'icon-192.png', size: 192, svg: app },
  { file: 'icon-512.png', size: 512, svg: app },
  { file: 'icon-maskable-512.png', size: 512, svg: edgeToEdge(0.74) },
  { file: 'apple-touch-icon-180.png', size: 180, svg: edgeToEdge(0.86) },
  // The system colours a badge itself and looks only at what is opaque.
  { file: 'badge-96.png', size: 96, svg: drawing('', '#fff', '#fff', 1.25) },
  { file: 'shortcut-timer-96.png', size: 96, svg: shortcut('<path fill="#f7f6f2" d="M20 10v44l36-22z"/>') },
  { file: 'shortcut-task-96.png', size: 96, svg: shortcut('<path d="M10 34l15 15 29-34"/>') },
  {
    file: 'shortcut-plan-96.png',
    size: 96,
    svg: shortcut('<path d="M10 16h44v40H10zM10 28h44M22 8v10M42 8v10"/>'),
  },
  {
    file: 'shortcut-report-96.png',
    size: 96,
    svg: shortcut('<path d="M8 8v48h48M22 46V32M36 46V20M50 46V28"/>'),
  },
]

/** Width and height as the file itself says. */
export const pixelSizeOf = (png: Buffer): [number, number] => {
  if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('not a PNG file')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

async function draw(executablePath: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  for (const { file, size, svg } of appIcons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
    await writeFile(
      join(root, 'packages', 'pwa', 'public', file),
      await page.screenshot({ omitBackground: true }),
    )
    await page.close()
  }
  await browser.close()
}

if (import.meta.main) await draw(process.env['CHROMIUM'] ?? '/usr/bin/chromium')
