/** When what is stored here, the server or the clock is not as it should be. */
export const words = {
  title: 'Goalixa cannot open what is stored here',
  newer: 'The data in this browser was written by a newer version of Goalixa. Reload to get that version.',
  damaged: 'The data in this browser is damaged. What is at the server is safe.',
  closed:
    'The data in this browser was removed or closed while Goalixa was open. What is at the server is safe: reload to get it back.',
  unwritable: 'The browser did not open its storage; perhaps there is no room left. Make room, then reload.',
  reload: 'Reload',
  mend: 'Repair',
  startOver: 'Remove it here, load it from the server',
  startOverText: 'If changes made here were never sent, that loses them: download a copy first.',
  keepCopy: 'Download a copy',
  unreadable: 'Part of the data in this browser cannot be read. What is at the server is safe.',
  notAnswering:
    'The server does not answer as it should; perhaps this network asks for a sign-in first. Your changes are kept on this device and sent later.',
  noRoom: 'The browser has no room left. What was not stored was not changed; make room on the disk.',
  clockAhead: (length: string) =>
    `The clock of this device is ${length} ahead. Times are taken from the clock of the server.`,
  clockBehind: (length: string) =>
    `The clock of this device is ${length} behind. Times are taken from the clock of the server.`,
}
export type Words = typeof words
