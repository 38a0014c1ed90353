/** Synchronises in a process of its own, which goes on when this one has ended. */

/** `command`: the file that this process runs. */
export async function syncInBackground(command: string, cwd: string): Promise<void> {
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, [command, 'sync', '--background'], {
    detached: true,
    stdio: 'ignore',
    // Not where the command was typed: that folder may be about to go.
    cwd,
    windowsHide: true,
  })
  // Without a process to spare, what waits goes out with the next command.
  child.on('error', () => undefined)
  child.unref()
}
