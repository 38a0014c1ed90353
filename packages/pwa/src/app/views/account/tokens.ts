/** Personal access tokens: what scripts sign in with. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { Scope } from '@goalixa/contracts/route'
import type { CreatedToken, Token } from '@goalixa/contracts/tokens'
import { listProjects } from '@goalixa/replica/queries/lists'
import { askServer } from '../../../session/ask-server.ts'
import { withStepUp } from '../../parts/step-up.ts'
import { draw } from '../../view.ts'
import { shownOnce } from './once.ts'
import type { Part } from './part.ts'
import { momentText, said, serverList } from './part.ts'

/** `read` and `write` stand for all of them. */
const features = [
  'time-entries',
  'tasks',
  'projects',
  'clients',
  'labels',
  'goals',
  'weekly-goals',
  'habits',
  'planner',
  'reminders',
  'views',
  'settings',
] as const
const scopes: readonly Scope[] = [
  'read',
  'write',
  ...features.flatMap((feature) => [`${feature}:read`, `${feature}:write`] as const),
  'reports:read',
]

export const open: Part = async (root, context) => {
  const { words, act, until, store } = context
  const projects = store.live(
    async (reader, asking) => (await listProjects(reader, asking, { archived: false, limit: 500 })).items,
    until,
  )
  const reachOf = ({ projectId }: Token): string => {
    const project = (projects.value ?? []).find(({ id }) => id === projectId)
    return project === undefined ? words.goneProject : words.oneProject(project.name)
  }
  const { items, refresh } = await serverList<Token>('/auth/tokens')
  const made = signal<CreatedToken | undefined>(undefined)
  const create = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const given = new FormData(form)
    const chosen = given.getAll('scope')
    const projectId = said(given, 'project') || undefined
    void act(async () => {
      made.value = await withStepUp(() =>
        askServer<CreatedToken>('POST', '/auth/tokens', {
          json: {
            name: said(given, 'name'),
            scopes: chosen,
            expiresInDays: Number(said(given, 'days')),
            projectId,
          },
        }),
      )
      form.reset()
      await refresh()
    })
  }
  const revoke = ({ id }: Token) =>
    act(async () => {
      await withStepUp(() => askServer('DELETE', `/auth/tokens/${id}`))
      if (made.value?.id === id) made.value = undefined
      await refresh()
    }, words.tokenRevoked)
  const row = (token: Token) =>
    html`<li class="gx-row">
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${token.name}</bdi></p>
        <p class="gx-row-meta">
          <bdi>${token.scopes.join(', ')}</bdi>
          ${token.projectId === null ? '' : html`<bdi>${reachOf(token)}</bdi>`}
          <span>${words.expires} <bdi>${momentText(token.expiresAt)}</bdi></span>
          <span
            >${words.lastUsed}
            <bdi>${token.lastUsedAt === null ? words.never : momentText(token.lastUsedAt)}</bdi></span
          >
        </p>
      </div>
      <div class="gx-row-end">
        <button
          class="gx-button gx-small"
          aria-label="${words.revoke}: ${token.name}"
          @click=${() => revoke(token)}
        >
          ${words.revoke}
        </button>
      </div>
    </li>`
  draw(
    root,
    () => html`
      ${made.value === undefined ? '' : shownOnce(context, words.newToken, [made.value.token])}
      <section class="gx-card gx-stack" aria-labelledby="new-token">
        <h2 id="new-token">${words.makeToken}</h2>
        <form class="gx-form" @submit=${create}>
          <div class="gx-form-row">
            <div class="gx-field">
              <label for="name">${words.name}</label>
              <input
                class="gx-input"
                id="name"
                name="name"
                maxlength="100"
                autocomplete="off"
                dir="auto"
                required
              />
            </div>
            <div class="gx-field">
              <label for="days">${words.days}</label>
              <input
                class="gx-input"
                id="days"
                name="days"
                type="number"
                min="1"
                max="366"
                value="90"
                dir="ltr"
                required
              />
            </div>
          </div>
          <div class="gx-field">
            <label for="reach">${words.reach}</label>
            <select class="gx-select" id="reach" name="project" aria-describedby="reach-hint">
              <option value="">${words.allProjects}</option>
              ${(projects.value ?? []).map(
                ({ id, name }) => html`<option value=${id}>${words.oneProject(name)}</option>`,
              )}
            </select>
            <p class="gx-hint" id="reach-hint">${words.reachHint}</p>
          </div>
          <fieldset class="gx-field">
            <legend>${words.scopes}</legend>
            <div class="gx-cluster">
              ${scopes.map(
                (scope) =>
                  html`<label class="gx-checkbox"
                    ><input type="checkbox" name="scope" value=${scope} ?checked=${scope === 'read'} /><span
                      dir="ltr"
                      >${scope}</span
                    ></label
                  >`,
              )}
            </div>
          </fieldset>
          <div class="gx-actions"><button class="gx-button gx-primary">${words.makeToken}</button></div>
        </form>
      </section>
      <section class="gx-card gx-flush" aria-labelledby="tokens">
        <header class="gx-card-head"><h2 id="tokens">${words.parts.tokens}</h2></header>
        ${
          items.value.length === 0
            ? html`<p class="gx-empty">${words.noTokens}</p>`
            : html`<ul class="gx-list">
                ${repeat(items.value, ({ id }) => id, row)}
              </ul>`
        }
      </section>
    `,
    until,
  )
}
