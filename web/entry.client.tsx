/** Starts the page in the browser: its language first, then React over the HTML that is already there. */
import { startTransition, StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { HydratedRouter } from 'react-router/dom'
import { loadLanguage } from './languages/languages.ts'
import { NonceProvider } from './ui/nonce.tsx'

// Browsers hide the attribute from scripts, but not the property.
const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce

// Where Radix' scroll lock looks for the nonce of the style it injects.
Reflect.set(globalThis, '__webpack_nonce__', nonce)

const start = () =>
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <NonceProvider nonce={nonce}>
          <HydratedRouter />
        </NonceProvider>
      </StrictMode>,
    )
  })

void loadLanguage(document.documentElement.lang).then(start, start)
