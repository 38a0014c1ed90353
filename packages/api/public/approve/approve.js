/** Signs in where needed, shows what asks, and sends the answer. Text is only ever set as text. */
const asked = new URLSearchParams(location.search)
const isDevice = location.pathname === '/device'
const part = (id) => document.getElementById(id)
const parts = ['sign-in', 'second-factor', 'code', 'approval']
let userCode = ''
let challenge = ''

function show(id, message = '') {
  for (const one of parts) part(one).hidden = one !== id
  part('message').textContent = message
  // To the approval itself, not to its button: a second Enter must not approve what nobody has read.
  if (id !== undefined) (part(id).querySelector('input') ?? part(id)).focus({ preventScroll: true })
}

/** The answer, or a problem with `code` and `detail`. */
async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { ok: response.ok, status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

/** With the session renewed once when its access token is over. */
async function call(method, path, body) {
  const answer = await send(method, path, body)
  if (answer.status !== 401 || !(await send('POST', '/auth/refresh', {})).ok) return answer
  return send(method, path, body)
}

function failed({ status, body }, otherwise) {
  const needsSignIn = status === 401 || body?.code === 'auth.step_up_required'
  if (needsSignIn) return show('sign-in', status === 401 ? '' : 'Prove once more that it is you.')
  show(otherwise, body?.detail ?? 'The server did not answer as it should. Try again in a moment.')
}

async function next() {
  const me = await call('GET', '/auth/me')
  if (!me.ok) return failed(me)
  if (!isDevice)
    return approval([
      ['Program', asked.get('client_id')],
      ['Device', asked.get('device')],
      ['Place', 'this machine'],
      ['Account', me.body.email],
    ])
  if (userCode === '') return show('code')
  const found = await call('POST', '/auth/device/find', { userCode })
  if (!found.ok) {
    userCode = ''
    return failed(found, 'code')
  }
  const { clientId, device, address, createdAt } = found.body
  approval([
    ['Code', found.body.userCode],
    ['Program', clientId],
    ['Device', device],
    ['Place', `address ${address ?? 'unknown'}`],
    ['Asked', new Date(createdAt).toLocaleTimeString()],
    ['Account', me.body.email],
  ])
}

function approval(facts) {
  part('facts').replaceChildren(
    ...facts.flatMap(([name, value]) => {
      const term = document.createElement('dt')
      const text = document.createElement('dd')
      term.textContent = name
      text.textContent = value ?? 'unknown'
      text.className = name.toLowerCase()
      return [term, text]
    }),
  )
  show(
    'approval',
    isDevice ? 'Does your terminal show the same code?' : 'A program on this machine wants to sign in.',
  )
}

async function decide(decision) {
  if (isDevice) {
    const answer = await call('POST', '/auth/device/decision', { userCode, decision })
    if (!answer.ok) return failed(answer, 'code')
    return show(
      undefined,
      decision === 'approve' ? 'Done. Go back to your terminal.' : 'Denied. Nothing was signed in.',
    )
  }
  const answer = await call('POST', '/auth/authorize', {
    clientId: asked.get('client_id') ?? '',
    redirectUri: asked.get('redirect_uri') ?? '',
    codeChallenge: asked.get('code_challenge') ?? '',
    codeChallengeMethod: asked.get('code_challenge_method') ?? '',
    state: asked.get('state') ?? '',
    ...(asked.get('device') ? { device: asked.get('device') } : {}),
    decision,
  })
  if (!answer.ok) return failed(answer)
  location.replace(answer.body.redirectTo)
}

const onSubmit = (id, act) =>
  part(id).addEventListener('submit', (event) => {
    event.preventDefault()
    void act(Object.fromEntries(new FormData(event.target)))
  })

async function signedIn(answer, form) {
  if (!answer.ok) return show(form, answer.body?.detail ?? 'Try again in a moment.')
  if (answer.body.secondFactor === undefined) return next()
  challenge = answer.body.secondFactor.challenge
  show('second-factor')
}

onSubmit('sign-in', async ({ email, password }) =>
  signedIn(await send('POST', '/auth/login', { email, password, delivery: 'cookie' }), 'sign-in'),
)
onSubmit('second-factor', async ({ code }) =>
  signedIn(await send('POST', '/auth/login/totp', { challenge, code, delivery: 'cookie' }), 'second-factor'),
)
onSubmit('code', (given) => {
  userCode = given.userCode
  return next()
})
part('approve').addEventListener('click', () => void decide('approve'))
part('deny').addEventListener('click', () => void decide('deny'))

userCode = asked.get('user_code') ?? ''
void next()
