/** What tells whether two tables hold the same rows, in whatever order: how many there are, and a sum over them. */
import { hash } from 'node:crypto'

export interface RowSum {
  readonly rows: number
  /** SHA-256 of each row, added up in eight parts of 32 bits; hexadecimal. */
  readonly checksum: string
}

const newline = 10

/** Takes rows as `COPY` writes them, in pieces that end anywhere. */
export function createRowSum(): { add: (piece: Buffer) => void; result: () => RowSum } {
  const parts = new Uint32Array(8)
  let rows = 0
  let begun: Buffer[] = []
  const addRow = (row: Buffer) => {
    const digest = hash('sha256', row, 'buffer')
    for (let index = 0; index < 8; index++) parts[index]! += digest.readUInt32BE(index * 4)
    rows++
  }
  return {
    add(piece) {
      let start = 0
      for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, start)) {
        const row = piece.subarray(start, end)
        if (begun.length === 0) addRow(row)
        else {
          addRow(Buffer.concat([...begun, row]))
          begun = []
        }
        start = end + 1
      }
      if (start < piece.length) begun.push(piece.subarray(start))
    },
    result: () => ({
      rows,
      checksum: [...parts].map((part) => part.toString(16).padStart(8, '0')).join(''),
    }),
  }
}

/** Passes rows on and counts them; `done` is told when all have come. */
export async function* summed(
  rows: AsyncIterable<Buffer>,
  done: (sum: RowSum) => void,
): AsyncGenerator<Buffer> {
  const sum = createRowSum()
  for await (const piece of rows) {
    sum.add(piece)
    yield piece
  }
  done(sum.result())
}
