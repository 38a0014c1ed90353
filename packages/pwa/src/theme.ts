/** Before the first paint: light or dark, language and direction as chosen on this device. A classic script, tiny. */
const root = document.documentElement
try {
  const theme = localStorage.getItem('gx-theme')
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme
  const chosen = localStorage.getItem('gx-language') ?? navigator.language
  root.lang = chosen.startsWith('fa') ? 'fa' : 'en'
  root.dir = root.lang === 'fa' ? 'rtl' : 'ltr'
} catch {
  // Storage may be forbidden: the system's choice holds.
}
