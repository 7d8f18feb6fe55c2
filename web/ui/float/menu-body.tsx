/** The floating half of a menu: Radix brings the keyboard, type-ahead, focus and placing. */
import type { RefObject } from 'react'
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { Link } from 'react-router'
import { Icon } from '../icon.tsx'
import type { MenuEntry } from './menu.tsx'

export interface MenuBodyProps {
  entries: MenuEntry[]
  align: 'start' | 'end'
  side: 'bottom' | 'top'
  open: boolean
  setOpen: (open: boolean) => void
  button: RefObject<HTMLButtonElement | null>
  labelledBy: string
}

const ITEM =
  'flex min-h-8 cursor-default items-center gap-2 rounded-2 px-2 text-dense outline-none select-none ' +
  'data-[highlighted]:bg-float-hover phone:min-h-11'

export default function MenuBody(props: MenuBodyProps) {
  const { entries, align, side, open, setOpen, button, labelledBy } = props
  return (
    <DropdownMenu.Root open={open} onOpenChange={setOpen} modal={false}>
      {/* The place to open at; the real button is outside, so that it exists before Radix does.
          No portal: a menu outside every landmark is lost to those who navigate by them. */}
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="pointer-events-none absolute inset-0" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        {...{ align, side }}
        aria-labelledby={labelledBy}
        sideOffset={4}
        collisionPadding={8}
        onInteractOutside={(event) => {
          const target = event.detail.originalEvent.target
          if (target instanceof Node && button.current?.contains(target)) event.preventDefault()
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          button.current?.focus()
        }}
        className="rise z-20 max-h-(--radix-dropdown-menu-content-available-height) min-w-56 overflow-y-auto rounded-3 bg-float p-1 shadow-float"
      >
        {entries.map((entry, index) => (
          <Entry key={index} entry={entry} />
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry.type === 'line') return <DropdownMenu.Separator className="my-1 h-px bg-line" />
  if (entry.type === 'words') {
    return (
      <DropdownMenu.Label className="px-2 py-1.5 text-meta text-faint">
        {entry.content}
      </DropdownMenu.Label>
    )
  }
  if (entry.type === 'choice') {
    return (
      <DropdownMenu.CheckboxItem
        checked={entry.checked}
        onCheckedChange={entry.onSelect}
        className={ITEM}
      >
        <span className="grow">{entry.label}</span>
        {entry.checked ? <Icon of={Check} className="text-brand-ink" /> : null}
      </DropdownMenu.CheckboxItem>
    )
  }
  const words = (
    <>
      {entry.leading}
      <span className="min-w-0 grow">
        {entry.label}
        {entry.type === 'link' && entry.note !== undefined ? (
          <span className="block text-meta text-faint">{entry.note}</span>
        ) : null}
      </span>
    </>
  )
  if (entry.type === 'action') {
    return (
      <DropdownMenu.Item onSelect={entry.onSelect} className={ITEM}>
        {words}
      </DropdownMenu.Item>
    )
  }
  return (
    <DropdownMenu.Item asChild className={ITEM}>
      <Link to={entry.to} aria-current={entry.checked === true ? 'true' : undefined}>
        {words}
        {entry.checked === true ? <Icon of={Check} className="text-brand-ink" /> : null}
      </Link>
    </DropdownMenu.Item>
  )
}
