/** Holds the live catalogue against db/classification.ts; no finding means that policies bind every process. */
import { checkForeignKeys, checkIndexes } from './keys.ts'
import { checkFunctions, checkViews } from './owned-code.ts'
import { checkPolicies } from './policies.ts'
import { checkPrivileges } from './privileges.ts'
import { checkRelations } from './relations.ts'
import type { CatalogueClient, Classification, Finding } from './finding.ts'
import { CLASSIFICATION } from '../classification.ts'

export type { CatalogueClient, Finding } from './finding.ts'

const RULES = [
  checkRelations,
  checkPolicies,
  checkViews,
  checkFunctions,
  checkPrivileges,
  checkForeignKeys,
  checkIndexes,
]

/** All findings, rule by rule; the client may be inside a transaction. */
export async function checkCatalogue(
  client: CatalogueClient,
  classification: Classification = CLASSIFICATION,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const rule of RULES) findings.push(...(await rule(client, classification)))
  return findings
}
