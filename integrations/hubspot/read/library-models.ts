/** What the library wants to be asked with: instances of its own classes, made in one place. */
import * as associations from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js'
import * as objects from '@hubspot/api-client/lib/codegen/crm/objects/index.js'

const idInput = (id: string) => Object.assign(new objects.SimplePublicObjectId(), { id })

export const batchRead = (ids: readonly string[], properties: readonly string[]) =>
  Object.assign(new objects.BatchReadInputSimplePublicObjectId(), {
    inputs: ids.map(idInput),
    properties: [...properties],
    propertiesWithHistory: [],
  })

export interface AssociationsInput {
  id: string
  /** HubSpot's token, where the first page of companies was not enough. */
  after?: string
}

export const associationsRead = (inputs: readonly AssociationsInput[]) =>
  Object.assign(new associations.BatchInputPublicFetchAssociationsBatchRequest(), {
    inputs: inputs.map((input) =>
      Object.assign(new associations.PublicFetchAssociationsBatchRequest(), input),
    ),
  })

export interface Bound {
  property: string
  operator: 'GT' | 'GTE'
  value: string
}

const OPERATORS = {
  GT: objects.FilterOperatorEnum.Gt,
  GTE: objects.FilterOperatorEnum.Gte,
} as const

const filterOf = ({ property, operator, value }: Bound) =>
  Object.assign(new objects.Filter(), {
    propertyName: property,
    operator: OPERATORS[operator],
    value,
  })

export interface Search {
  /** All of them hold. */
  bounds: readonly Bound[]
  sort: string
  properties: readonly string[]
  limit: number
}

/** Always the first page of its results. */
export const searchFor = ({ bounds, sort, properties, limit }: Search) =>
  Object.assign(new objects.PublicObjectSearchRequest(), {
    filterGroups: [Object.assign(new objects.FilterGroup(), { filters: bounds.map(filterOf) })],
    sorts: [sort],
    properties: [...properties],
    limit,
    after: '0',
  })
