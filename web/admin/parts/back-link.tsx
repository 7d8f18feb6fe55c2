/** To the list or the thing that a page belongs to, above its heading. */
import { ArrowLeft } from 'lucide-react'
import { Link } from 'react-router'
import { Icon } from '../../ui/icon.tsx'

export const BackLink = ({ to, children }: { to: string; children: string }) => (
  <Link
    to={to}
    className="mb-2 inline-flex items-center gap-1 rounded-1 text-meta text-soft hover:text-ink phone:min-h-8"
  >
    <Icon of={ArrowLeft} size={14} />
    {children}
  </Link>
)
