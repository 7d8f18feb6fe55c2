/** The words of every mail about an account. Templates are read at start: a broken one stops the worker, not a mail. */
import {
  ACCOUNT_MAILS,
  type AccountMail,
  type AccountMailTemplate,
} from '#workflows/contracts/account-mail.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { loadTemplate, type RenderedMessage, type Template } from './template.ts'

const templates = new Map<AccountMailTemplate, Template<string>>(
  namesOf(ACCOUNT_MAILS).map((name) => [
    name,
    loadTemplate<string>(`account/${name}.txt`, ACCOUNT_MAILS[name]),
  ]),
)

/**
 * @throws AppError `internal` for a template that this release does not know
 * @example renderAccountMail({ template: 'password-reset', to, values: { name, operator, link, minutes: '60' } })
 */
export function renderAccountMail(mail: Pick<AccountMail, 'template' | 'values'>): RenderedMessage {
  const template = templates.get(mail.template)
  if (!template) throw new AppError('internal', 'This mail has no template.')
  return template(mail.values)
}

function namesOf(mails: typeof ACCOUNT_MAILS): AccountMailTemplate[] {
  return Object.keys(mails) as AccountMailTemplate[]
}
