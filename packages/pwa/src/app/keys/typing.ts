const notText = new Set(['checkbox', 'radio', 'button', 'submit', 'range', 'color'])

/** Keys belong to what is being written, or to a list that letters choose from. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !target.readOnly && !notText.has(target.type)))

/** Something modal is open: keys belong to it. */
export const isModal = (): boolean => document.querySelector('dialog[open], [popover]:popover-open') !== null
