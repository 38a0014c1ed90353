/** A sign of life on a terminal while somebody does something elsewhere. */
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMs = 100

/** Draws on one line of stderr until the returned function takes it away. */
export function startSpinner(words: string, stream: { write(text: string): unknown } = process.stderr) {
  let turn = 0
  const draw = () => stream.write(`\r${frames[turn++ % frames.length]} ${words} `)
  draw()
  const timer = setInterval(draw, frameMs)
  return () => {
    clearInterval(timer)
    stream.write('\r\x1b[K')
  }
}
