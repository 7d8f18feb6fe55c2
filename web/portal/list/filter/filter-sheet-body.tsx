/** What the sheet of a phone holds: every filter with its controls, and the button that shows what they leave. */
import type { ReactNode } from 'react'
import { Button } from '#web/ui/action/button.tsx'
import { useText } from '#web/ui/text/use-text.tsx'

export interface FilterSheetProps {
  sections: { label: string; fields: ReactNode }[]
  /** "Show 12 orders": what closes the sheet. */
  apply: string
  onClear: () => void
  close: () => void
}

export default function FilterSheet({ sections, apply, onClear, close }: FilterSheetProps) {
  const text = useText()
  return (
    <>
      <div className="grow overflow-y-auto p-2">
        {sections.map(({ label, fields }) => (
          <section key={label} className="pb-3">
            <h3 className="px-2 pt-2 pb-1 text-meta text-faint">{label}</h3>
            {fields}
          </section>
        ))}
      </div>
      <div className="flex gap-2 border-t border-line p-3 pb-[max(12px,env(safe-area-inset-bottom))]">
        <Button onClick={onClear}>{text('list.filter.clear')}</Button>
        <Button look="primary" className="grow" onClick={close}>
          {apply}
        </Button>
      </div>
    </>
  )
}
