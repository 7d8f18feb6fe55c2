/** Recovery codes while they are shown: to keep, to print, and then never again. */
import { Download, Printer } from 'lucide-react'
import { Button, buttonClass } from '../../../ui/action/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useText } from '../../../ui/text/use-text.tsx'

interface RecoveryCodesProps {
  codes: readonly string[]
}

export function RecoveryCodes({ codes }: RecoveryCodesProps) {
  const text = useText()
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\n')}\n`)}`
  return (
    <div className="grid gap-3 rounded-3 border border-line p-4">
      <p className="text-dense font-medium">{text('account.recovery.shown')}</p>
      <ol
        aria-label={text('account.recovery.title')}
        className="grid gap-x-6 gap-y-1 font-mono text-dense desk:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <a href={file} download={text('account.recovery.file')} className={buttonClass()}>
          <Icon of={Download} />
          {text('account.recovery.download')}
        </a>
        <Button onClick={() => window.print()}>
          <Icon of={Printer} />
          {text('account.recovery.print')}
        </Button>
      </div>
    </div>
  )
}
