/** A page that is not there, or could not be shown: in both cases what to do next, never what broke inside. */
import { useEffect } from 'react'
import { CircleAlert, FileQuestion, RefreshCw } from 'lucide-react'
import { isRouteErrorResponse, Link, useRevalidator } from 'react-router'
import { buttonClass, Button } from '../action/button.tsx'
import { Icon } from '../icon.tsx'
import { useText } from '../text/use-text.tsx'
import { correlationOf } from './correlation-of.ts'

interface ErrorPageProps {
  error: unknown
  /** Where the way out leads; the start page when nothing nearer is known. */
  home?: string
  /** Inside the shell, which brings the main landmark. */
  inShell?: boolean
}

export function ErrorPage({ error, home = '/', inShell }: ErrorPageProps) {
  const missing = isRouteErrorResponse(error) && error.status === 404
  const words = missing ? <Missing home={home} /> : <Broken id={correlationOf(error)} />
  if (inShell === true) return words
  return <main className="mx-auto w-full max-w-(--page) px-4 py-8 desk:px-10">{words}</main>
}

function Missing({ home }: { home: string }) {
  const text = useText()
  const title = text('errors.missing.title')
  return (
    <div className="grid max-w-[44ch] justify-items-start gap-1 pt-[8vh]">
      <title>{title}</title>
      <Icon of={FileQuestion} size={20} className="mb-2 text-faint" />
      <h1 tabIndex={-1}>{title}</h1>
      <p className="text-soft">{text('errors.missing.help')}</p>
      <Link to={home} className={buttonClass('secondary', 'mt-4 h-(--control) px-3')}>
        {text('errors.missing.home')}
      </Link>
    </div>
  )
}

function Broken({ id }: { id: string | null }) {
  const text = useText()
  const { revalidate, state } = useRevalidator()
  const title = text('errors.broken.title')
  // Back online is the moment at which trying again is most likely to help.
  useEffect(() => {
    const again = () => void revalidate()
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [revalidate])
  return (
    <div className="grid max-w-[44ch] justify-items-start gap-1 pt-[8vh]">
      <title>{title}</title>
      <Icon of={CircleAlert} size={20} className="mb-2 text-bad" />
      <h1 tabIndex={-1}>{title}</h1>
      <p className="text-soft">
        {id === null ? text('errors.broken.helpPlain') : text('errors.broken.help', { id })}
      </p>
      <Button
        className="mt-4"
        pending={state === 'loading' && text('common.tryAgain')}
        onClick={() => void revalidate()}
      >
        <Icon of={RefreshCw} />
        {text('common.tryAgain')}
      </Button>
    </div>
  )
}
