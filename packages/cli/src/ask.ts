/** Questions. Only for terminals: who calls checks `terminal.interactive` first. The library is loaded when needed. */

export async function askYesNo(question: string): Promise<boolean> {
  const { default: confirm } = await import('@inquirer/confirm')
  return confirm({ message: question, default: false }, { output: process.stderr })
}

export async function askPassword(question: string): Promise<string> {
  const { default: password } = await import('@inquirer/password')
  return password({ message: question, mask: true }, { output: process.stderr })
}

/** One line, as typed. */
export async function askLine(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await lines.question(`${question} `)).trim()
  } finally {
    lines.close()
  }
}
