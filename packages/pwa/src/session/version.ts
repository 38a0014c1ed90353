declare const GOALIXA_VERSION: string

/** Of this build; replaced when it is made. */
export const version = GOALIXA_VERSION
