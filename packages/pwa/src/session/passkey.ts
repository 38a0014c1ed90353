/** The two ceremonies of WebAuthn, in the JSON that the server speaks. */
import { AppError } from '@goalixa/contracts/errors'
import { loadWords } from '../words/language.ts'

/** @throws DOMException when somebody leaves the browser's dialog, AppError `passkeys.refused` where there can be none */
export const makePasskey = (options: object): Promise<unknown> =>
  ceremony(() => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
      options as PublicKeyCredentialCreationOptionsJSON,
    )
    return navigator.credentials.create({ publicKey })
  })

/** The same, to prove who is there. */
export const readPasskey = (options: object): Promise<unknown> =>
  ceremony(() => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
      options as PublicKeyCredentialRequestOptionsJSON,
    )
    return navigator.credentials.get({ publicKey })
  })

async function ceremony(run: () => Promise<Credential | null>): Promise<unknown> {
  try {
    return ((await run()) as PublicKeyCredential).toJSON()
  } catch (error) {
    const { name } = error as Error
    if (name === 'NotAllowedError' || name === 'AbortError') throw error
    // Such as an address that is a number: passkeys belong to names.
    throw new AppError('passkeys.refused', (await loadWords('problems'))['passkeys.refused'], {
      cause: error,
    })
  }
}
