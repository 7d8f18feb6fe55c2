/** Codes for the day the app is lost: shown this once, to be kept elsewhere. */
import { consoleText } from '../../languages/console-text.ts'
import { buttonClass } from '../../ui/action/button.tsx'

export function RecoveryCodes({ codes, to }: { codes: string[]; to: string }) {
  return (
    <div className="grid gap-5">
      <ul className="grid gap-1 rounded-2 border border-line bg-hover p-4 font-mono text-dense select-all">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <a href={to} className={buttonClass('primary', 'h-(--door-control) px-3')}>
        {consoleText('step.kept')}
      </a>
    </div>
  )
}
