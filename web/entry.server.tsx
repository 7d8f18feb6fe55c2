/**
 * Renders a page as a stream. Robots get it whole. The timer that ends a hanging render is cleared with the
 * stream: a pending timer would keep every rendered page in memory until it fires.
 */
import { createReadableStreamFromReadable } from '@react-router/node'
import { isbot } from 'isbot'
import { renderToPipeableStream, type RenderToPipeableStreamOptions } from 'react-dom/server'
import { ServerRouter, type HandleDocumentRequestFunction } from 'react-router'
import { createGatheredStream } from './gathered-stream.ts'
import { loadAllLanguages } from './languages/languages.ts'
import { nonceContext } from './load-context.ts'
import { NonceProvider } from './ui/nonce.tsx'

/** How long loaders may keep the stream open (ms); React Router reads this export. */
export const streamTimeout = 5_000

await loadAllLanguages()

interface Answer {
  request: Request
  status: number
  headers: Headers
  page: React.ReactNode
  nonce: string
}

type DocumentRequest = Parameters<HandleDocumentRequestFunction>

export default function handleRequest(
  ...[request, status, headers, entry, context]: DocumentRequest
): Promise<Response> {
  const nonce = context.get(nonceContext)
  const page = (
    <NonceProvider nonce={nonce}>
      <ServerRouter context={entry} url={request.url} nonce={nonce} />
    </NonceProvider>
  )
  return answer({ request, status, headers, page, nonce })
}

function answer({ request, status, headers, page, nonce }: Answer): Promise<Response> {
  return new Promise((resolve, reject) => {
    let code = status
    const send = () => {
      const body = createGatheredStream()
      body.once('close', () => clearTimeout(timer))
      headers.set('Content-Type', 'text/html; charset=utf-8')
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }))
      stream.pipe(body)
    }
    const whole = isbot(request.headers.get('user-agent') ?? '')
    const options: RenderToPipeableStreamOptions = {
      nonce,
      onShellError(error) {
        clearTimeout(timer)
        reject(error instanceof Error ? error : new Error('render failed', { cause: error }))
      },
      onError() {
        code = 500
      },
      ...(whole ? { onAllReady: send } : { onShellReady: send }),
    }
    const stream = renderToPipeableStream(page, options)
    const timer = setTimeout(() => stream.abort(), streamTimeout + 1_000)
  })
}
