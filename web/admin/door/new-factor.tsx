/** What an authenticator app takes in: a code to scan, and the same as letters for whoever cannot. */
import type { QrCode } from '../../auth/factors/qr.ts'
import { consoleText } from '../../languages/console-text.ts'

/** Squares of quiet around a QR code, as its standard asks. */
const QUIET = 4

/** In fours, as apps and people read it. */
const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')

export function NewFactor({ secret, qr }: { secret: string; qr: QrCode }) {
  const side = qr.size + 2 * QUIET
  return (
    <div className="mb-5 grid gap-4">
      <svg
        role="img"
        aria-label={consoleText('step.qr')}
        viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
        shapeRendering="crispEdges"
        className="size-48 rounded-2 border border-line bg-paper text-on-paper"
      >
        <path d={qr.path} fill="currentColor" />
      </svg>
      <div>
        <p className="text-dense text-soft">{consoleText('step.typeIt')}</p>
        <code className="font-mono text-dense break-all select-all">{grouped(secret)}</code>
      </div>
    </div>
  )
}
