/** Reads the format of server-sent events, after the HTML standard. */
import { AppError } from '@goalixa/contracts/errors'

/** `event` is `message` unless the server named it; `id` is the last one that was given, also by an earlier event. */
export interface ServerSentEvent {
  readonly event: string
  readonly data: string
  readonly id: string
}

/** Characters of one line: heads are short, and whoever sends more is no server of ours. */
const longestLine = 64 * 1024

/** The events of a stream; comments, such as heartbeats, are passed over, and so is an event that the end cuts off. */
export async function* readEvents(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  let event = ''
  let data: string[] = []
  let id = ''
  for await (const line of linesOf(chunks)) {
    if (line === '') {
      if (data.length > 0) yield { event: event === '' ? 'message' : event, data: data.join('\n'), id }
      event = ''
      data = []
      continue
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(line)!
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
    if (field === 'id' && !value.includes('\0')) id = value
  }
}

/** Lines end in CR, LF or both; which may come in two pieces. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  let endedInReturn = false
  for await (const chunk of chunks) {
    let text = decoder.decode(chunk, { stream: true })
    if (text === '') continue
    if (endedInReturn && text.startsWith('\n')) text = text.slice(1)
    endedInReturn = text.endsWith('\r')
    const lines = (rest + text).split(/\r\n|\r|\n/)
    rest = lines.pop()!
    if (rest.length > longestLine)
      throw new AppError('upstream.broken', 'The server sent a line without an end')
    yield* lines
  }
}
