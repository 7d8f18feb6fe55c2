/** That the check on plans sees what it is for. */
import { expect, it } from 'vitest'
import { faultsOf } from './plans.ts'

const TABLES = { growing: ['orders', 'inbox'], byTenant: ['orders'] }
const scan = (...lines: string[]): string[] => faultsOf(['Limit', ...lines].join('\n'), TABLES)

it('accepts an index that is entered by the tenant', () => {
  expect(
    scan(
      '  ->  Index Scan Backward using orders_by_changed_at on orders o',
      '        Index Cond: (tenant_id = (InitPlan 1).col1)',
    ),
  ).toEqual([])
})

it('sees a table that is read in full, and leaves small ones alone', () => {
  expect(scan('  ->  Parallel Seq Scan on orders o')).toHaveLength(1)
  expect(scan('  ->  Seq Scan on tenants t')).toEqual([])
})

it('sees an index that is walked without the tenant', () => {
  expect(
    scan('  ->  Index Only Scan using orders_pkey on orders', '        Filter: (id IS NOT NULL)'),
  ).toHaveLength(1)
  expect(
    scan('  ->  Bitmap Index Scan on orders_by_number', "        Index Cond: (number > 'N'::text)"),
  ).toHaveLength(1)
})

it('does not ask for a tenant where rows of all of them are one queue', () => {
  expect(
    scan('  ->  Index Scan using inbox_lane on inbox', '        Index Cond: (connection_id = $1)'),
  ).toEqual([])
})

it('sees the helper called row by row', () => {
  expect(
    scan(
      '  ->  Index Scan using orders_pkey on orders',
      '        Index Cond: (tenant_id = $1)',
      '        Filter: (tenant_id = app.tenant_id())',
    ),
  ).toHaveLength(1)
})
