import { v7 } from 'uuid'

/** Makes UUIDs of version 7. Apart from all else, because it loads cryptography. */
export const newId = (): string => v7()
