/** Mails as the sandbox keeps them, instead of sending them. */
import { z } from 'zod'
import type { Stack } from '../stack/stack.ts'
import { eventually } from './eventually.ts'

const outbox = z.object({
  messages: z.array(
    z.looseObject({ to: z.unknown(), subject: z.string().nullable(), text: z.string() }),
  ),
})

/** Waits for a mail that has these words in its subject or address. @returns its text */
export async function mailAbout({ sandboxUrl }: Stack, words: string): Promise<string> {
  const find = async (): Promise<string | undefined> => {
    const answer = await fetch(`${sandboxUrl}/control/outbox`)
    const { messages } = outbox.parse(await answer.json())
    return messages.find((mail) => JSON.stringify([mail.to, mail.subject]).includes(words))?.text
  }
  await eventually(async () => (await find()) !== undefined).toBe(true)
  return (await find()) ?? ''
}

/** Path of the link of an invitation. */
export async function invitationPath(stack: Stack, email: string): Promise<string> {
  const text = await mailAbout(stack, email)
  return /(?:\/admin)?\/invitation\/[\w-]{43}/.exec(text)?.[0] ?? ''
}
