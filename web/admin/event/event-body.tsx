/** The masked body: what was taken out of it is told apart from what the source sent. */
import { EyeOff } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Icon } from '../../ui/icon.tsx'
import type { InboxEventView } from '../api.ts'
import { sizeText } from '../parts/size.ts'

type Body = InboxEventView['body']

const MASKED = /(••• ?[a-z-]*(?: id| date)?)/

/** Odd parts are what the pattern caught. */
const MaskedText = ({ text }: { text: string }) =>
  text.split(MASKED).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} className="rounded-1 bg-idle-tint px-0.5 text-faint">
        {part}
      </span>
    ),
  )

export function EventBody({ body, bytes }: { body: Body; bytes: number }) {
  if (body === null) {
    return (
      <p className="flex gap-2 pt-3 text-dense text-soft">
        <Icon of={EyeOff} className="mt-px text-faint" />
        {consoleText('inbox.event.body.withheld')}
      </p>
    )
  }
  return (
    <>
      {body.isJson ? null : (
        <p className="pt-3 text-dense text-soft">{consoleText('inbox.event.body.plain')}</p>
      )}
      <pre
        tabIndex={0}
        role="region"
        aria-label={consoleText('inbox.event.body.region')}
        className="mt-3 max-h-[60dvh] overflow-auto rounded-2 bg-side p-3 font-mono text-meta break-words whitespace-pre-wrap"
      >
        <MaskedText text={body.text} />
      </pre>
      {body.isCut ? (
        <p className="pt-2 text-meta text-faint">
          {consoleText('inbox.event.body.cut', {
            size: sizeText(body.text.length),
            whole: sizeText(bytes),
          })}
        </p>
      ) : null}
    </>
  )
}
