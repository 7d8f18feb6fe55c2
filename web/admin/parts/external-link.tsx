/** A link out of the console, in a tab of its own; says so to everybody. */
import { ExternalLink as Out } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Icon } from '../../ui/icon.tsx'

interface ExternalLinkProps {
  href: string
  words: string
  className?: string
}

export const ExternalLink = ({ href, words, className }: ExternalLinkProps) => (
  <a
    href={href}
    target="_blank"
    rel="noreferrer"
    aria-label={consoleText('shell.external', { words })}
    className={className ?? 'link inline-flex items-center gap-1 text-dense'}
  >
    {words}
    <Icon of={Out} size={14} />
  </a>
)
