/** Holds the live catalogue against db/classification.ts; no finding means that policies bind every process. */
import { checkForeignKeys, checkIndexes } from './catalogue/keys.ts'
import { checkFunctions, checkViews } from './catalogue/owned-code.ts'
import { checkPolicies } from './catalogue/policies.ts'
import { checkPrivileges } from './catalogue/privileges.ts'
import { checkRelations } from './catalogue/relations.ts'
import type { CatalogueClient, Classification, Finding } from './catalogue/finding.ts'
import { CLASSIFICATION } from './classification.ts'

export type { CatalogueClient, Finding } from './catalogue/finding.ts'

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
