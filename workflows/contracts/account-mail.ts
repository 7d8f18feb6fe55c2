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
  /** Somebody asked for a new password for an account that has none. */
  'reset-by-sign-on': ['name', 'operator', 'link'],
  /** How a person signs in was changed, whoever did it. */
  'security-notice': ['name', 'operator', 'what', 'at', 'from'],
  /** A new address needs the word of both. */
  'email-change-old': ['name', 'operator', 'address', 'link', 'hours'],
  'email-change-new': ['name', 'operator', 'link', 'hours'],
  /** The new address belongs to somebody: only they learn it. */
  'email-taken': ['operator', 'link'],
  'email-changed': ['name', 'operator', 'address'],
  /** The last certificate of a company's identity provider is about to end. */
  'certificate-ends': ['name', 'tenant', 'provider', 'at', 'link'],
  /** Somebody was asked to join a company. */
  invitation: ['inviter', 'tenant', 'operator', 'link', 'days'],
  /** Somebody was asked to join the operator's staff. */
  'staff-invitation': ['name', 'inviter', 'host', 'role', 'link', 'days'],
  /** A colleague has changed somebody's account of staff. */
  'staff-notice': ['name', 'host', 'what', 'who', 'at'],
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
