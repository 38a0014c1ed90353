/** The one frame that is shown, by role, and the talk with it. */
import type { Host } from '../bridge/host.ts'
import { host } from '../bridge/host.ts'
import type { FromFrame, Role } from '../bridge/messages.ts'
import { version } from '../session/version.ts'

const documents: Readonly<Record<Exclude<Role, 'landing'>, string>> = {
  auth: '/app/auth.html',
  app: '/app/app.html',
}
export type FrameRole = keyof typeof documents

interface FramesOptions {
  readonly place: HTMLElement
  readonly onReady: (role: FrameRole) => void
  readonly handle: <Type extends keyof FromFrame>(type: Type, body: FromFrame[Type]) => void
}

export function createFrames({ place, onReady, handle }: FramesOptions) {
  let shown: { readonly role: FrameRole; readonly host: Host } | undefined
  return {
    send: ((type, body) => shown?.host.send(type, body) ?? Promise.resolve(false)) as Host['send'],
    role: () => shown?.role,
    show(role: FrameRole): void {
      if (shown?.role === role) return
      shown?.host.close()
      const frame = document.createElement('iframe')
      frame.title = 'Goalixa'
      frame.allow = 'idle-detection; clipboard-write; picture-in-picture; screen-wake-lock'
      frame.src = documents[role]
      shown = {
        role,
        host: host({
          frame,
          role,
          origin: location.origin,
          shellVersion: version,
          onReady: () => onReady(role),
          handle,
        }),
      }
      place.replaceChildren(frame)
      frame.addEventListener('load', () => frame.focus(), { once: true })
    },
    close(): void {
      shown?.host.close()
      shown = undefined
      place.replaceChildren()
    },
  }
}
