/** Ways in besides the password. */
import { PasskeyDoor } from './passkey/passkey-door.tsx'
import { useText } from '../../ui/text/use-text.tsx'

export function OtherWays({ next }: { next: string | null }) {
  const text = useText()
  return (
    <div className="mt-4 grid gap-4">
      <p className="flex items-center gap-3 text-meta text-faint before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        {text('signIn.or')}
      </p>
      <PasskeyDoor next={next} />
    </div>
  )
}
