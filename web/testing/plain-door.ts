/** The addresses around the door as JSON, without rendering: each reaches the same port as its page does. */
import express, { type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import { sessionContext } from '../load-context.ts'
import type { SessionPort } from '../portal/api.ts'
import { createLoadContext } from '../server/load-context.ts'
import type { ServerParts } from '../server/deps.ts'

const next = z.string().nullable().default(null)
const credentials = z.object({ email: z.string(), password: z.string(), next })
const proof = z.discriminatedUnion('type', [
  z.object({ type: z.literal('totp'), code: z.string() }),
  z.object({ type: z.literal('recovery'), code: z.string() }),
  z.object({ type: z.literal('passkey'), response: z.string() }),
])
const confirmation = z.union([proof, z.object({ password: z.string() })])
const STATUS: Readonly<Record<string, number>> = {
  refused: 401,
  wrong: 401,
  over: 410,
  too_many_tries: 429,
  weak: 400,
}

interface Outcome {
  type: string
  to?: string
  setCookie?: string[]
}

/** As pages answer: on with a redirect, or the outcome under its status. */
function send(res: Response, { setCookie, ...outcome }: Outcome): void {
  if (setCookie) res.setHeader('Set-Cookie', setCookie)
  if (outcome.to !== undefined) res.redirect(303, outcome.to)
  else if (outcome.type === 'second_step') res.redirect(303, '/sign-in/step')
  else res.status(STATUS[outcome.type] ?? 200).json(outcome)
}

type Answer = (port: SessionPort, req: Request) => Promise<Outcome>

export function plainDoor(parts: ServerParts): Router {
  const router = express.Router()
  const post = (path: string, answer: Answer): void => {
    router.post(path, express.json(), async (req, res) => {
      send(res, await answer(createLoadContext(req, res, parts).get(sessionContext), req))
    })
  }
  const ask = (path: string, options: (port: SessionPort) => Promise<object | null>): void => {
    router.post(path, async (req, res) => {
      const found = await options(createLoadContext(req, res, parts).get(sessionContext))
      res.status(found === null ? 404 : 200).json(found)
    })
  }
  post('/sign-in', (port, { body }) => port.signIn(credentials.parse(body)))
  post('/sign-in/step', (port, { body }) =>
    port.finishStep({ proof: proof.parse(body), next: null }),
  )
  ask('/sign-in/step/passkey', (port) => port.askForStepPasskey())
  ask('/sign-in/passkey', (port) => port.askForPasskey())
  post('/sign-in/passkey/show', (port, { body }) =>
    port.signInByPasskey(z.object({ response: z.string(), next }).parse(body)),
  )
  post('/forgot-password', async (port, { body }) => {
    await port.requestReset(z.object({ email: z.string() }).parse(body).email)
    return { type: 'asked' }
  })
  post('/reset-password', (port, { body }) =>
    port.resetPassword(z.object({ token: z.string(), password: z.string() }).parse(body)),
  )
  post('/email-change', async (port, { body }) => ({
    type: await port.answerEmailChange(
      z.object({ token: z.string(), agree: z.boolean() }).parse(body),
    ),
  }))
  post('/account/confirm', (port, { body }) => port.confirm(confirmation.parse(body)))
  ask('/account/confirm/passkey', (port) => port.askToConfirm())
  return router
}
