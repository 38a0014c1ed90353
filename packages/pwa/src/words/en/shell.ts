export const words = {
  updateReady: 'A new version of Goalixa is ready.',
  updateAfterEdit: 'The new version begins when you have finished what you are writing.',
  updateNow: 'Update now',
}
export type Words = typeof words
