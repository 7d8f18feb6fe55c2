/** Other tenants with orders of their own, so that a query has something to leave out: copies of those that are there. */
import type pg from 'pg'

const TENANTS = 50
const ORDERS_EACH = 2_000

/** @param pool of a role that no policy binds */
export async function addNeighbours(pool: pg.Pool): Promise<void> {
  await pool.query(`
    insert into tenants (id, slug, name)
    select gen_random_uuid(), 'neighbour-' || n, 'Neighbour ' || n from generate_series(1, ${TENANTS}) n`)
  const { rows } = await pool.query<{ name: string }>(`
    select column_name as name from information_schema.columns
    where table_name = 'orders' and table_schema = 'public' and is_generated = 'NEVER'
      and column_name not in ('tenant_id', 'id', 'external_id')`)
  const columns = rows.map(({ name }) => name).join(', ')
  const values = rows.map(({ name }) => `o.${name}`).join(', ')
  await pool.query(`
    insert into orders (tenant_id, id, external_id, ${columns})
    select t.id, gen_random_uuid(), 'copy-' || row_number() over (), ${values}
    from tenants t
    cross join lateral (
      select o.* from orders o cross join generate_series(1, 10)
      where t.id is not null limit ${ORDERS_EACH}) o
    where t.slug like 'neighbour-%'`)
  await pool.query('analyze orders')
}
