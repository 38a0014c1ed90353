/** The icons of the app: one path each, drawn on 24 × 24 with lines, as wide as the text beside them. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'

const paths = {
  play: 'M7 4.5v15l12.5-7.5z',
  stop: 'M6 6h12v12H6z',
  pause: 'M8 5v14M16 5v14',
  plus: 'M12 5v14M5 12h14',
  check: 'M4.5 12.5l5 5 10-11',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20.5 20.5L16 16',
  calendar: 'M4 6.5h16v13.5H4zM4 11h16M8 3.5v4M16 3.5v4',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
  board: 'M4 4.5h4.5v15H4zM10.5 4.5h4.5v9h-4.5zM17 4.5h3.5v12H17z',
  tag: 'M3.5 11V4h7l9.5 9.5-7 7zM7.5 8h.01',
  folder: 'M3.5 19V5.5h6l2 2.5h9v11z',
  target: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 12h.01',
  repeat:
    'M4 11V9.5a3 3 0 0 1 3-3h12.5M16.5 3l3.5 3.5-3.5 3.5M20 13v1.5a3 3 0 0 1-3 3H4.5M7.5 21L4 17.5 7.5 14',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 21h4',
  chart: 'M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6',
  gear: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM10.5 3h3l.6 2.6 1.9 1.1 2.5-.8 1.5 2.6-1.9 1.8v2.4l1.9 1.8-1.5 2.6-2.5-.8-1.9 1.1-.6 2.6h-3l-.6-2.6-1.9-1.1-2.5.8L4 15.5l1.9-1.8v-2.4L4 9.5l1.5-2.6 2.5.8 1.9-1.1z',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6',
  key: 'M8 11a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11.2 12.3L20 3.5M16 7.5l3 3M8 15.5h.01',
  sync: 'M20 5v5h-5M4 19v-5h5M19.4 10A8 8 0 0 0 5.5 7.5M4.6 14a8 8 0 0 0 13.9 2.5',
  'cloud-off': 'M3.5 3.5l17 17M9.5 6.3A6 6 0 0 1 18 10.5a4.2 4.2 0 0 1 2.5 7M17 19H7.5a5 5 0 0 1-1.3-9.8',
  warning: 'M12 4L2.5 20h19zM12 10v4.5M12 17.5h.01',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.5h.01',
  undo: 'M8.5 5L4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-3.5',
  redo: 'M15.5 5L20 9.5 15.5 14M20 9.5H10a5.5 5.5 0 0 0 0 11h3.5',
  trash: 'M4 6.5h16M9 6.5V4h6v2.5M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6',
  archive: 'M3.5 4.5h17V9h-17zM5 9v11h14V9M10 13h4',
  edit: 'M4 20l.8-4L16 4.8l3.2 3.2L8 19.2zM13.5 7.3l3.2 3.2',
  drag: 'M9 4.7a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM9 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM9 17.7a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM15 4.7a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM15 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM15 17.7a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6z',
  'chevron-back': 'M14.5 5.5L8 12l6.5 6.5',
  'chevron-forward': 'M9.5 5.5L16 12l-6.5 6.5',
  'chevron-up': 'M5.5 15L12 8.5l6.5 6.5',
  'chevron-down': 'M5.5 9l6.5 6.5L18.5 9',
  'arrow-back': 'M20 12H4.5M11 5.5L4.5 12l6.5 6.5',
  'arrow-forward': 'M4 12h15.5M13 5.5l6.5 6.5-6.5 6.5',
  close: 'M6 6l12 12M18 6L6 18',
  menu: 'M4 6.5h16M4 12h16M4 17.5h16',
  more: 'M5 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM12 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM19 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  globe:
    'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17',
  download: 'M12 4v11.5M7 11l5 5 5-5M4.5 20h15',
  upload: 'M12 16V4.5M7 9l5-5 5 5M4.5 20h15',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2.5',
  pomodoro:
    'M12 7.5c-5.5-2.5-8.5 1-8.5 5.5s3.5 7.5 8.5 7.5 8.5-3 8.5-7.5-3-8-8.5-5.5zM12 7.5c0-2 1-3.5 3-4M12 7.5c-1.5-1.5-3-2-5-1.8M12 7.5c1.5-1 3.5-1.5 5-1',
  split: 'M12 3.5v17M9 8l-4 4 4 4M15 8l4 4-4 4',
  join: 'M12 3.5v17M3.5 12H9M6 8.5L9.5 12 6 15.5M20.5 12H15M18 8.5L14.5 12l3.5 3.5',
  home: 'M4 11l8-7 8 7v9.5h-5.5V14h-5v6.5H4z',
  flag: 'M5.5 21V4M5.5 5c4-2 7 2 13 0v9c-6 2-9-2-13 0',
  filter: 'M4 5h16l-6 7.5V19l-4 1.5v-8z',
  copy: 'M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4',
  'sign-out': 'M10 4.5H4.5v15H10M9.5 12H20M16 8l4 4-4 4',
  eye: 'M2.5 12c4-8 15-8 19 0-4 8-15 8-19 0zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  send: 'M4 4.5l16.5 7.5L4 19.5l2.5-7.5zM6.5 12H20',
  help: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9.5 9.5c.3-3.3 5.2-3 5 .2-.1 2-2.5 2-2.5 4.3M12 17h.01',
} as const

export type IconName = keyof typeof paths

/** Every name, for the gallery. */
export const iconNames = Object.keys(paths) as IconName[]

const solid: ReadonlySet<IconName> = new Set(['play', 'stop'])
/** They point forward or back, which is the other way in text from right to left. */
const mirrored: ReadonlySet<IconName> = new Set([
  ...(['chevron-back', 'chevron-forward', 'arrow-back', 'arrow-forward', 'undo', 'redo'] as const),
  ...(['list', 'send', 'sign-out', 'help'] as const),
])

/** Decoration: what it means is said by the text or the `aria-label` beside it. */
export function icon(name: IconName): TemplateResult {
  const variant = `${solid.has(name) ? ' gx-solid' : ''}${mirrored.has(name) ? ' gx-mirrored' : ''}`
  return html`<svg class="gx-svg${variant}" viewBox="0 0 24 24" aria-hidden="true">
    <path d=${paths[name]} />
  </svg>`
}
