/**
 * Tells the customer's audit log of what members tried without the right. The first try is written at once, what
 * follows within a minute is counted and written as one entry after it. Never in the way of the answer: whoever is
 * refused gets the same words after the same time, and the transaction that failed has nothing to do with it.
 */
import type { Database } from '#db/client.ts'
import { withTenant } from '#db/tenant.ts'
import { writeAudit, type AuditActor, type AuditOrigin } from '#db/write/audit.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import type { Permission } from '#workflows/contracts/access.ts'
import type { StaffActor } from '#workflows/contracts/console.ts'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'

export interface Denial {
  tenantId: TenantId
  person: { id: PersonId; name: string }
  /** Set when it was not the member but one of staff who looks through their eyes. */
  by?: StaffActor | undefined
  /** The procedure or the path of a file. */
  what: string
  needs: Permission
  origin: AuditOrigin
  requestId: string
}

export interface DenialLog {
  /** Never throws and never waits. */
  note(denial: Denial): void
  /** Writes what was counted and not yet told. */
  close(): Promise<void>
}

interface DenialLogDeps {
  db: Database
  log: Logger
  /** Milliseconds; one minute unless told. */
  windowMs?: number
}

const WINDOW_MS = 60_000
/** Members × procedures at a time; beyond it tries of the newest are not counted, which is logged. */
const MAX_OPEN = 10_000

interface Counted {
  last: Denial
  /** Since the last entry. */
  tries: number
  timer: NodeJS.Timeout
}

export function createDenialLog({ db, log, windowMs = WINDOW_MS }: DenialLogDeps): DenialLog {
  const open = new Map<string, Counted>()
  const writing = new Set<Promise<void>>()

  const write = (denial: Denial, tries: number): void => {
    const writes = writeDenial(db, denial, tries)
      .catch((error: unknown) => {
        log.error({ err: error, requestId: denial.requestId }, 'a denied attempt was not written')
      })
      .finally(() => writing.delete(writes))
    writing.add(writes)
  }
  const startWindow = (key: string, last: Denial): void => {
    const timer = setTimeout(() => endWindow(key), windowMs)
    timer.unref()
    open.set(key, { last, tries: 0, timer })
  }
  const endWindow = (key: string): void => {
    const counted = open.get(key)
    open.delete(key)
    if (!counted || counted.tries === 0) return
    write(counted.last, counted.tries)
    startWindow(key, counted.last)
  }
  return {
    note(denial) {
      const key = [denial.tenantId, denial.person.id, denial.by?.id, denial.what].join(' ')
      const counted = open.get(key)
      if (counted) {
        counted.tries += 1
        counted.last = denial
      } else if (open.size < MAX_OPEN) {
        startWindow(key, denial)
        write(denial, 1)
      } else log.error({ requestId: denial.requestId }, 'too many denied attempts to tell of all')
    },
    async close() {
      for (const [key, { last, tries, timer }] of open) {
        clearTimeout(timer)
        open.delete(key)
        if (tries > 0) write(last, tries)
      }
      await Promise.all(writing)
    },
  }
}

const actorOf = ({ person, by, origin }: Pick<Denial, 'person' | 'by' | 'origin'>): AuditActor =>
  by
    ? { kind: 'staff', ...by, onBehalfOf: person, origin }
    : { kind: 'member', id: person.id, name: person.name, origin }

const writeDenial = (
  db: Database,
  { tenantId, person, by, what, needs, origin, requestId }: Denial,
  tries: number,
): Promise<void> =>
  withTenant(db, tenantId, (trx) =>
    writeAudit(trx, actorOf({ person, by, origin }), [
      {
        action: 'authz.denied',
        module: needs.module,
        subjectId: null,
        subjectLabel: '',
        changes: {
          right: { from: null, to: needs.action },
          procedure: { from: null, to: what },
          tries: { from: null, to: tries },
        },
        requestId,
      },
    ]),
  )
