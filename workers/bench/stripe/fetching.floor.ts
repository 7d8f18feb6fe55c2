/**
 * The floor of a backfill: fetching all pages of invoices one after the other, and nothing else. It answers
 * milliseconds. Usage: fetching.floor.ts URL_OF_STRIPE
 */
import http from 'node:http'

interface Page {
  data: { id: string }[]
  has_more: boolean
}

const [stripeUrl = ''] = process.argv.slice(2)

async function fetchAll(): Promise<number> {
  const start = performance.now()
  for (let after = ''; ;) {
    const place = after === '' ? '' : `&starting_after=${after}`
    const response = await fetch(`${stripeUrl}/v1/invoices?limit=100${place}`)
    const page = (await response.json()) as Page
    after = page.data.at(-1)?.id ?? ''
    if (!page.has_more || after === '') return performance.now() - start
  }
}

const server = http.createServer((_request, response) => {
  fetchAll()
    .then((ms) => response.end(String(ms)))
    .catch((error: unknown) => response.writeHead(500).end(String(error)))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`port ${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`)
})
