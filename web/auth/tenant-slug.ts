/** The tenant that an address names; whether whoever asks may see it is another question. */
const TENANT_PATH = /^\/t\/([a-z0-9][a-z0-9-]{0,62})(?:\/|$)/

/** Slug of the tenant whose page a path is; React Router asks for data under the path plus `.data`. */
export function tenantSlugOf(path: string): string | null {
  return TENANT_PATH.exec(path.replace(/\.data$/, ''))?.[1] ?? null
}
