/** A key for an authenticator app, to scan or to type. Dark on white in both schemes: cameras want it so. */
import { useText } from '../../../ui/text/use-text.tsx'
import type { TotpOffer } from '../account-api.ts'

/** Squares of white around the code, as its standard asks. */
const QUIET = 4

/** In groups, as people read keys. */
const inGroups = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret

export function AppKey({ offer }: { offer: TotpOffer }) {
  const text = useText()
  const { size, path } = offer.qr
  const side = size + 2 * QUIET
  return (
    <div className="grid gap-3">
      <p className="max-w-[52ch] text-soft">{text('account.factor.scan')}</p>
      <svg
        role="img"
        aria-label={text('account.factor.qr')}
        viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
        className="size-[200px] rounded-2 bg-[#fff]"
        shapeRendering="crispEdges"
      >
        <path d={path} fill="#000" />
      </svg>
      <p className="text-dense">
        <span className="text-faint">{text('account.factor.key')}: </span>
        <span className="font-mono break-words">{inGroups(offer.secret)}</span>
      </p>
    </div>
  )
}
