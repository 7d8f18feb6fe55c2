/** A list could not be read: said in its place, with the way to try again and the id support can find. */
import { CircleAlert, RefreshCw } from 'lucide-react'
import { isRouteErrorResponse, useRevalidator } from 'react-router'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { correlationOf } from '../../ui/page/correlation-of.ts'
import { ErrorPage } from '../../ui/page/error-page.tsx'

interface ListErrorProps {
  /** Of the page, as the catalogue names it. */
  of: 'orders' | 'projects' | 'invoices' | 'plan' | 'communication' | 'audit'
  error: unknown
  params: { tenant: string }
}

export function ListError({ of: page, error, params }: ListErrorProps) {
  const text = useText()
  const title = text(`${page}.title`)
  const { revalidate, state } = useRevalidator()
  const id = correlationOf(error)
  if (isRouteErrorResponse(error) && error.status === 404) {
    return <ErrorPage error={error} home={`/t/${params.tenant}/home`} inShell />
  }
  return (
    <>
      <title>{title}</title>
      <h1 tabIndex={-1}>{title}</h1>
      <Blank
        failed
        icon={CircleAlert}
        title={text(`${page}.failed`)}
        help={id === null ? text('errors.broken.helpPlain') : text('errors.broken.help', { id })}
        action={
          <Button
            pending={state === 'loading' && text('common.tryAgain')}
            onClick={() => void revalidate()}
          >
            <Icon of={RefreshCw} />
            {text('common.tryAgain')}
          </Button>
        }
      />
    </>
  )
}
