/** The people of the form as the procedure takes them: each line has its own role. */
import { roleOfValue } from '../../access/role-value.ts'
import type { RoleWish } from '../../team-api.ts'

export const roleField = (email: string): string => `role ${email}`
export const ownField = (email: string): string => `own ${email}`

export const readPeople = (form: FormData): (RoleWish & { email: string })[] =>
  form
    .getAll('email')
    .filter((email) => typeof email === 'string')
    .map((email) => ({
      email,
      role: roleOfValue(form.get(roleField(email))),
      ownOnly: form.get(ownField(email)) === 'on',
    }))
