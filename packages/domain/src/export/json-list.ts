/** A list of JSON, a value on a line, written piece by piece. */
export async function* jsonList(pieces: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const values of pieces) {
    if (values.length === 0) continue
    yield before + values.map((value) => JSON.stringify(value)).join(',\n')
    before = ',\n'
  }
  yield before === '[\n' ? '[\n]\n' : '\n]\n'
}
