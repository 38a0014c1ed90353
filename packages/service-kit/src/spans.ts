/** Spans: parts of a trace with their durations. Until somebody records them, asking for one costs a comparison. */
import type { TraceContext } from './trace-context.ts'

export interface Span {
  /** The trace, with this span as the parent of whatever is asked on its behalf. */
  readonly trace: TraceContext
  /** To be called once. `name`: what is known better by now. */
  end(how?: { readonly name?: string; readonly attributes?: SpanAttributes; readonly failed?: boolean }): void
}

/** Words of the code, ids of the route table and numbers; never a secret, a person or an address. */
type SpanAttributes = Readonly<Record<string, string | number>>

/** `server`: a request that came; `client`: a question to somebody else. Without a parent it begins a trace. */
export type BeginSpan = (kind: 'server' | 'client', name: string, parent: TraceContext | undefined) => Span

/** One per process, as there is one place that spans go to. */
let recorder: BeginSpan | undefined

/** Spans are recorded by this from now on; undefined: no longer. */
export const recordSpansWith = (given: BeginSpan | undefined): void => void (recorder = given)

/** Undefined while nobody records. */
export const beginSpan = (...given: Parameters<BeginSpan>): Span | undefined => recorder?.(...given)

/** True while somebody records: names that cost something need not be made otherwise. */
export const recordsSpans = (): boolean => recorder !== undefined
