/** HubSpot's search filters as SQL: names are checked, values are bound, so a search can ask for anything. */
import { z } from 'zod'
import { invalid } from './failure.ts'
import { CHANGED_PROPERTY, type ObjectKind } from './objects.ts'

const filter = z.object({
  propertyName: z.string().regex(/^[a-z][a-z0-9_]*$/),
  operator: z.enum([
    'EQ',
    'NEQ',
    'LT',
    'LTE',
    'GT',
    'GTE',
    'BETWEEN',
    'IN',
    'NOT_IN',
    'HAS_PROPERTY',
    'NOT_HAS_PROPERTY',
    'CONTAINS_TOKEN',
    'NOT_CONTAINS_TOKEN',
  ]),
  value: z.string().optional(),
  highValue: z.string().optional(),
  values: z.array(z.string()).optional(),
})
type Filter = z.infer<typeof filter>

export const filterGroups = z.array(z.object({ filters: z.array(filter).min(1).max(6) })).max(5)

export interface Where {
  sql: string
  values: (string | number)[]
}

const SIGNS = { EQ: '=', NEQ: '<>', LT: '<', LTE: '<=', GT: '>', GTE: '>=' } as const

/** Columns are numbers; everything else is text that compares without case. */
export function columnOf(kind: ObjectKind, property: string): { sql: string; numeric: boolean } {
  if (property === 'hs_object_id') return { sql: 'id', numeric: true }
  if (property === 'createdate') return { sql: 'created_at', numeric: true }
  if (property === CHANGED_PROPERTY[kind]) return { sql: 'updated_at', numeric: true }
  return { sql: `lower(json_extract(properties, '$."${property}"'))`, numeric: false }
}

function bound(value: string | undefined, numeric: boolean): string | number {
  if (value === undefined) throw invalid('A filter lacks its value.')
  if (!numeric) return value.toLowerCase()
  const number = /^\d+$/.test(value) ? Number(value) : Date.parse(value)
  if (Number.isNaN(number)) throw invalid(`'${value}' is no number and no date.`)
  return number
}

function one(kind: ObjectKind, { propertyName, operator, ...given }: Filter): Where {
  const { sql, numeric } = columnOf(kind, propertyName)
  const value = () => bound(given.value, numeric)
  switch (operator) {
    case 'HAS_PROPERTY':
      return { sql: `${sql} is not null`, values: [] }
    case 'NOT_HAS_PROPERTY':
      return { sql: `${sql} is null`, values: [] }
    case 'BETWEEN':
      return { sql: `${sql} between ? and ?`, values: [value(), bound(given.highValue, numeric)] }
    case 'IN':
    case 'NOT_IN': {
      const values = (given.values ?? []).map((each) => bound(each, numeric))
      const not = operator === 'IN' ? '' : 'not '
      return { sql: `${sql} ${not}in (${values.map(() => '?').join(', ')})`, values }
    }
    case 'CONTAINS_TOKEN':
    case 'NOT_CONTAINS_TOKEN': {
      const token = bound(given.value?.replaceAll('*', ''), false)
      const sign = operator === 'CONTAINS_TOKEN' ? '> 0' : '= 0'
      return { sql: `instr(coalesce(${sql}, ''), ?) ${sign}`, values: [token] }
    }
    default:
      return { sql: `${sql} ${SIGNS[operator]} ?`, values: [value()] }
  }
}

/** Groups are alternatives; the filters of a group hold together. */
export function whereOf(kind: ObjectKind, groups: z.infer<typeof filterGroups>): Where {
  const alternatives = groups.map(({ filters }): Where => {
    const parts = filters.map((each) => one(kind, each))
    return {
      sql: `(${parts.map((part) => part.sql).join(' and ')})`,
      values: parts.flatMap((part) => part.values),
    }
  })
  if (alternatives.length === 0) return { sql: 'true', values: [] }
  return {
    sql: `(${alternatives.map((each) => each.sql).join(' or ')})`,
    values: alternatives.flatMap((each) => each.values),
  }
}
