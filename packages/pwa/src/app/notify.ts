const look = { icon: '/app/icon-192.png', badge: '/app/badge-96.png' }

/** A notification of the system, only where somebody has allowed them. Pressed, it shows the app. */
export function notify(text: string, tag: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return
  try {
    const shown = new Notification(text, { ...look, tag })
    shown.addEventListener('click', () => window.top?.focus())
  } catch {
    // Browsers of phones show them through the worker alone.
    void navigator.serviceWorker
      ?.getRegistration('/')
      .then((registration) => registration?.showNotification(text, { ...look, tag }))
      .catch(() => undefined)
  }
}
