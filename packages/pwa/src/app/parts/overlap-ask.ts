/** What is in the way of an entry, and what each policy would make of it: asked before it is done. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { OverlapPolicy } from '@goalixa/contracts/time-entries'
import { spanOf } from '@goalixa/domain/one-running-timer'
import { planOverlaps } from '@goalixa/domain/overlap-policies'
import type { OverlapChange, Stretch } from '@goalixa/domain/overlap-policies'
import { usualPolicy } from '@goalixa/domain/plans/overlaps'
import { said } from '@goalixa/domain/plans/view'
import { viewOf } from '@goalixa/replica/queries/view'
import type { WordsOf } from '../../words/language.ts'
import type { Store } from '../store/store.ts'
import { openDialog } from './dialog.ts'

type Asked = Exclude<OverlapPolicy, 'forbid'>
const policies: readonly Asked[] = ['allow', 'trim', 'split']

/**
 * `allow` where nothing is in the way, what the settings say where they do; undefined when somebody would rather not.
 */
export async function askOverlap(
  store: Store,
  words: WordsOf<'timer'>,
  span: Stretch,
  except: readonly string[],
): Promise<OverlapPolicy | undefined> {
  const now = Math.floor(store.replica.now() / 1000)
  const usual = await store.read((reader, { userId }) => usualPolicy(viewOf(reader, userId)))
  const existing = await store.read(async (reader, { userId }) =>
    (await viewOf(reader, userId).entriesTouching(span.start, span.end ?? Math.max(span.start, now)))
      .filter(({ id }) => !except.includes(id))
      .map((row) => ({ id: row.id, description: said(row, 'description') as string, ...spanOf(row) })),
  )
  const changesOf = (policy: OverlapPolicy): readonly OverlapChange[] =>
    planOverlaps(policy, span, existing, now).changes
  if (changesOf('allow').length === 0) return 'allow'
  if (usual !== null) return usual
  const named = new Map(existing.map(({ id, description }) => [id, description || words.noDescription]))
  const chosen = signal<Asked>('allow')
  return openDialog<OverlapPolicy>({
    title: words.overlapTitle,
    body: (close) =>
      html`<div class="gx-dialog-body gx-stack">
          <div class="gx-field">
            <label for="overlap">${words.overlap}</label>
            <select
              class="gx-input"
              id="overlap"
              autofocus
              @change=${(event: Event) => (chosen.value = (event.target as HTMLSelectElement).value as Asked)}
            >
              ${policies.map((policy) => html`<option value=${policy}>${words.policies[policy]}</option>`)}
            </select>
          </div>
          <ul>
            ${changesOf(chosen.value).map(
              ({ id, what }) => html`<li><bdi>${named.get(id)}</bdi>: ${words.changes[what]}</li>`,
            )}
          </ul>
        </div>
        <footer class="gx-dialog-foot gx-cluster">
          <button class="gx-button" @click=${() => close()}>${words.cancel}</button>
          <button class="gx-button gx-primary" @click=${() => close(chosen.value)}>${words.save}</button>
        </footer>`,
  })
}
