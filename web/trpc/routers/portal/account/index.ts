/** Everything about one's own account, by name. */
import { router } from '#web/trpc/init.ts'
import { changePassword } from './change-password.ts'
import { exportOwn } from './data.ts'
import * as email from './email.ts'
import { get } from './get.ts'
import * as passkeys from './passkeys.ts'
import { renew } from './recovery.ts'
import { remaining } from './remaining.ts'
import * as sessions from './sessions.ts'
import * as totp from './totp.ts'
import { updateProfile } from './update-profile.ts'

export const account = router({
  get,
  remaining,
  updateProfile,
  changePassword,
  totp: router({ begin: totp.begin, confirm: totp.confirm, remove: totp.remove }),
  recovery: router({ renew }),
  passkeys: router({
    offer: passkeys.offer,
    add: passkeys.add,
    rename: passkeys.rename,
    remove: passkeys.remove,
  }),
  sessions: router({ list: sessions.list, end: sessions.end, endOthers: sessions.endOthers }),
  email: router({ begin: email.begin, stop: email.stop }),
  data: router({ export: exportOwn }),
})
