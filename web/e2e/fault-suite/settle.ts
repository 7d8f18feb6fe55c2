/** Lets the system come to rest again: what the sources still send, what lies in the inbox, polls, reconciliation. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { CRASHED } from '#db/system/inbox/claims.ts'
import { createGateway } from '#workflows/gateway.ts'
import type { ConnectionId, RunId, StaffId } from '#workflows/contracts/ids.ts'
import { SOURCES } from '#workflows/contracts/sources.ts'
import type { StandaloneStack } from '../stack/standalone-stack.ts'
import type { Control } from '../systems/control.ts'

const waiting = z.object({ waiting: z.number() })
const EVERY_MS = 500

export interface Settling {
  stack: StandaloneStack
  control: Control
  /** Unix milliseconds. */
  deadline: number
}

/** @throws Error that says what never came to rest */
async function until(
  { deadline }: Settling,
  what: string,
  isThere: () => Promise<boolean>,
): Promise<void> {
  while (!(await isThere().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`It took too long until ${what}.`)
    await sleep(EVERY_MS)
  }
}

const QUEUES = ['/deliveries', '/stripe/deliveries', '/hubspot/deliveries']

/** The sources have sent what they had, and it is handled. */
export async function settleDeliveries(settling: Settling): Promise<void> {
  const { control } = settling
  await until(settling, 'the sources had sent everything', async () => {
    const left = await Promise.all(
      QUEUES.map(async (path) => waiting.parse(await control.get(`${path}?limit=1`)).waiting),
    )
    return left.every((count) => count === 0)
  })
  await settleInbox(settling)
}

async function settleInbox(settling: Settling): Promise<void> {
  await until(settling, 'the inbox was empty', async () => {
    const [row] = await settling.stack.readModel.query<{ n: string }>(
      `select count(*) as n from inbox where state = 'pending'`,
    )
    return row?.n === '0'
  })
}

/** Each connection was asked once more for what changed. */
export async function settlePolls(settling: Settling): Promise<void> {
  const { readModel } = settling.stack
  const [row] = await readModel.query<{ now: string }>('select now()::text')
  await until(settling, 'every connection had been polled', async () => {
    const [left] = await readModel.query<{ n: string }>(
      `select count(*) as n from connections where last_checked_at is null or last_checked_at < $1`,
      [row?.now],
    )
    return left?.n === '0'
  })
  await settleInbox(settling)
}

/**
 * Everything is read again and what is gone is found, as staff would ask for it; where too much is gone to be taken
 * away unasked, they agree. Whether they were right the verdict says.
 */
export async function reconcile(settling: Settling): Promise<void> {
  const { stack } = settling
  const gateway = createGateway({
    ...stack.temporal,
    logger: { info: () => undefined, warn: () => undefined },
  })
  try {
    const staff = await staffOf(stack)
    // What was in hand at three kills had no part in them.
    const crashed = await stack.readModel.query<{ id: ConnectionId }>(
      `select distinct connection_id as id from inbox where state = 'quarantined' and reason = $1`,
      [CRASHED],
    )
    for (const { id: connectionId } of crashed) {
      const command = { type: 'replay', connectionId, eventId: null } as const
      await gateway.runStaffCommand({ commandId: randomUUID(), staff, command })
    }
    for (const source of SOURCES) {
      const connectionId = stack.connectionId(source) as ConnectionId
      const command = {
        commandId: randomUUID(),
        staff,
        command: { type: 'rebuild', connectionId } as const,
      }
      // As a person presses again: the same press is done once.
      await until(settling, `the rebuild of ${source} was taken`, async () => {
        await gateway.runStaffCommand(command)
        return true
      })
    }
    await until(settling, 'every run had ended', async () => {
      const left = await stack.readModel.query<{ id: RunId; state: string }>(
        `select id, state from runs where state in ('running', 'parked', 'awaiting_approval')`,
      )
      for (const { id: runId } of left.filter(({ state }) => state === 'awaiting_approval')) {
        const command = { type: 'approve_deletions', runId } as const
        // The run's own id: asked twice it is done once.
        await gateway.runStaffCommand({ commandId: runId, staff, command })
      }
      return left.length === 0
    })
  } finally {
    await gateway.close()
  }
  await settleInbox(settling)
}

async function staffOf({ readModel, staff }: StandaloneStack) {
  const [row] = await readModel.query<{ id: StaffId; name: string }>(
    'select id, name from staff where email = $1',
    [staff.email],
  )
  if (!row) throw new Error(`There is no account ${staff.email}.`)
  return row
}
