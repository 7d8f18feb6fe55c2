/** Links into the Temporal UI: a search for a workflow id finds its runs, old ones included. */
export interface TemporalUi {
  url: URL
  namespace: string
}

/**
 * @example workflowLink(ui, `sync:${connectionId}:${tenantId}`)
 */
export function workflowLink(ui: TemporalUi | null, workflowId: string): string | null {
  if (ui === null) return null
  const base = ui.url.href.replace(/\/+$/, '')
  const query = new URLSearchParams({ query: `WorkflowId="${workflowId}"` })
  return `${base}/namespaces/${encodeURIComponent(ui.namespace)}/workflows?${query.toString()}`
}
