/** The list could not be read: said in its place, with the way to try again and the id support can find. */
import { CircleAlert, RefreshCw } from 'lucide-react'
import { useRevalidator } from 'react-router'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { correlationOf } from '../correlation-of.ts'

export function OrdersError({ error }: { error: unknown }) {
  const text = useText()
  const { revalidate, state } = useRevalidator()
  const id = correlationOf(error)
  return (
    <>
      <h1 tabIndex={-1}>{text('orders.title')}</h1>
      <Blank
        failed
        icon={CircleAlert}
        title={text('orders.error.title')}
        help={id === null ? text('orders.error.helpPlain') : text('orders.error.help', { id })}
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
