/**
 * Floor of the figure `page`: bare HTTP, one read by a role that no policy binds, React's renderToString of a plain
 * table of the same rows. Imports nothing of ours. Arguments: DSN, tenant id.
 */
import http from 'node:http'
import pg from 'pg'
import { createElement as h, type ReactElement } from 'react'
import { renderToString } from 'react-dom/server'

interface Row {
  id: string
  number: string
  title: string
  state: string
  site: string | null
  promised_on: string | null
  total_minor: string
  currency: string
  changed_at: Date
}

const [url = '', tenantId = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: 10 })

const READ = `
  select id, number, title, state, customer_reference, site, promised_on::text, first_promised_on::text,
    total_minor, currency, placed_at, changed_at
  from orders where tenant_id = $1 and deleted_at is null
  order by changed_at desc, id desc limit 50`

const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })

function page(rows: readonly Row[]): ReactElement {
  const cells = (row: Row): ReactElement[] =>
    [
      h('a', { href: `/orders/${row.id}` }, row.number),
      row.title,
      row.state,
      row.site ?? '',
      row.promised_on === null ? '' : day.format(new Date(row.promised_on)),
      money.format(Number(row.total_minor) / 100),
      day.format(row.changed_at),
    ].map((cell, index) => h('td', { key: index }, cell))
  const body = rows.map((row) => h('tr', { key: row.id }, cells(row)))
  const table = h('table', null, h('tbody', null, body))
  return h('html', null, h('head', null, h('title', null, 'Orders')), h('body', null, table))
}

const server = http.createServer((_request, response) => {
  void pool.query<Row>({ name: 'read', text: READ, values: [tenantId] }).then(({ rows }) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(`<!doctype html>${renderToString(page(rows))}`)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`port ${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`)
})
