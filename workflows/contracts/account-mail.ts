/**
 * Mails about a person's account. Temporal carries the id only: what a mail says (a link that signs somebody in) is
 * sealed in its row, opened by the activity that sends it, and gone once it is out.
 */

/** Every template with the values it is filled with; each has a file of its name among the templates. */
export const ACCOUNT_MAILS = {
  /** Somebody asked for a new password. */
  'password-reset': ['name', 'operator', 'link', 'minutes'],
  /** A password was changed, whoever did it. */
  'password-changed': ['name', 'operator', 'at', 'from'],
  /** Somebody signed in through an identity provider with the address of an account that knows nothing of it. */
  'sso-link': ['tenant', 'operator', 'link', 'minutes'],
  /** An account and an identity were connected. */
  'sso-linked': ['name', 'operator', 'tenant', 'at', 'from'],
} as const satisfies Record<string, readonly string[]>

export type AccountMailTemplate = keyof typeof ACCOUNT_MAILS

export interface AccountMail<T extends AccountMailTemplate = AccountMailTemplate> {
  template: T
  /** One plain address. */
  to: string
  values: Record<(typeof ACCOUNT_MAILS)[T][number], string>
}

export interface AccountMailArgs {
  mailId: string
}

/** `retry`: not known to be sent, and it may be later. Everything else is final and written down. */
export type MailResult = { status: 'final' } | { status: 'retry'; afterMs: number }

export interface AccountMailActivities {
  sendAccountMail(args: AccountMailArgs): Promise<MailResult>
}
