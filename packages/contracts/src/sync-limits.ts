/** The numbers that both sides of synchronisation hold to. Apart from its schemas, for those who need none. */

/** What clients and server speak; a breaking change raises it. */
export const syncProtocol = 1
/** The version of operations that this code makes and understands. */
export const operationVersion = 1
/** Operations in one request at most. */
export const maxOperations = 500
/** Bytes of one operation as JSON at most: it is refused when made, not when sent. */
export const maxOperationBytes = 512 * 1024
/** Bytes of one value as JSON at most. */
export const maxValueBytes = 64 * 1024
/** The form of rows in a snapshot; a client that knows only lower numbers must be updated before it loads one. */
export const snapshotSchema = 1
