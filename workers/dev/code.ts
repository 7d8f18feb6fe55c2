/** `npm run code`: the second factor that the demo's staff sign in with now. */
import { DEMO_TOTP_SECRET } from '#db/seeds/demo.ts'
import { codeOf } from './code-of.ts'

process.stdout.write(`${codeOf(DEMO_TOTP_SECRET)}\n`)
