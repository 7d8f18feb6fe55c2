/** The columns every mirrored record has, whatever its kind; its own ones follow them. */
export const MIRROR_COLUMNS = `
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  connection_id uuid not null references connections (id),
  external_id text not null,
  version bigint not null,
  content_hash bytea not null,
  changed_at timestamptz not null,
  synced_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, connection_id, external_id)`
