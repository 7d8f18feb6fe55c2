/** What identity needs from the process, wherever it is asked: at the door, in procedures, at the gate. */
import type { Database } from '#db/client.ts'
import type { Keyring } from '#db/secrets.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import type { PasswordWork } from './passwords/password-work.ts'
import type { Tries } from './tries.ts'

export interface AuthServices {
  db: Database
  keyring: Keyring
  /** Where browsers reach this instance: every link is made from it. */
  publicUrl: URL
  /** The company that runs this portal, as pages and mails name it. */
  operatorName: string
  /** After the commit; the sweeper sends what this misses. Never throws and never waits. */
  sendMailSoon: (mailId: string) => void
  log: Logger
  passwords: PasswordWork
  tries: Tries
}
