/** Argon2id with one set of parameters, for whoever stores or checks a password. */
import { hash, verify } from '@node-rs/argon2'

/** Above OWASP's floor for Argon2id (the library's default algorithm): 32 MiB, 3 passes, about 50 ms of one core. */
const PARAMETERS = { memoryCost: 32_768, timeCost: 3, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS)

/** Made at first use and nobody's: verifying against it costs what a real account costs. */
let nobodys: Promise<string> | undefined

/**
 * @param passwordHash null for an account that does not exist or has no password: the same work is done, the answer is no
 * @example const right = await verifyPassword(account?.passwordHash ?? null, password)
 */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  nobodys ??= hashPassword(crypto.randomUUID())
  const isRight = await verify(passwordHash ?? (await nobodys), password)
  return isRight && passwordHash !== null
}
