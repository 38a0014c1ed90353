// The link of a mail: /app/mail-link.html#verify=TOKEN or #reset=TOKEN. Nothing happens before somebody presses the
// button, because programs that look at mails open links, too.
const given = new URLSearchParams(location.hash.slice(1))
// The secret leaves the address bar and the history at once.
history.replaceState(null, '', location.pathname)

const words = document.querySelector('#words')
const verify = given.get('verify')
const reset = given.get('reset')

const post = async (form, path, body, done) => {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined)
  if (answer?.ok) {
    form.hidden = true
    words.textContent = done
    return
  }
  const problem = await answer?.json().catch(() => undefined)
  words.textContent = problem?.detail ?? problem?.title ?? 'The server cannot be reached. Try again.'
}

const show = (form, text, submit) => {
  words.textContent = text
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
}

if (verify !== null) {
  const form = document.querySelector('#confirm')
  show(form, 'Is this address yours?', () =>
    post(form, '/auth/email/verify', { token: verify }, 'The address is confirmed. You can sign in now.'),
  )
} else if (reset !== null) {
  const form = document.querySelector('#reset')
  show(form, 'Choose a new password. Every session of the account ends.', () =>
    post(
      form,
      '/auth/password/reset',
      { token: reset, password: document.querySelector('#password').value },
      'The password is set. You can sign in now.',
    ),
  )
} else words.textContent = 'This page belongs to the link of a mail; the link is not whole.'
