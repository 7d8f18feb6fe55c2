/** Where sealed texts are in the database, and what each is bound to: a rotation of keys has to come by all of them. */
export interface SealedColumn {
  table: string
  column: string
  /** Whose id its texts are bound to. */
  owner: string
  /** Name they are bound to. */
  field: string
  /** Of a JSON list: each element is a text of its own. */
  isList?: true
}

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'connections', column: 'credentials', owner: 'id', field: 'credentials' },
  {
    table: 'connections',
    column: 'webhook_secrets',
    owner: 'id',
    field: 'webhook_secrets',
    isList: true,
  },
  {
    table: 'connections',
    column: 'retiring_secrets',
    owner: 'id',
    field: 'webhook_secrets',
    isList: true,
  },
  { table: 'identity_providers', column: 'client_secret', owner: 'id', field: 'client_secret' },
  { table: 'totp_secrets', column: 'sealed', owner: 'person_id', field: 'totp' },
  { table: 'staff_totp_secrets', column: 'sealed', owner: 'staff_id', field: 'totp' },
  { table: 'account_mails', column: 'sealed', owner: 'id', field: 'account_mail' },
]
