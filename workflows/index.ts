/** Entry of the workflow bundle: every workflow type by its name. */
export { backfill } from './sync/backfill.ts'
export { drain } from './sync/drain.ts'
export { poll } from './sync/poll.ts'
export { accountMail } from './notify/account-mail.ts'
export { operatorAlert } from './staff/operator-alert.ts'
export { staffCommand } from './staff/staff-command.ts'
