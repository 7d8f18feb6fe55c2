/** The nonce of this response, for the few elements that must carry it. */
import { createContext, use, type ReactNode } from 'react'

const NonceContext = createContext<string | undefined>(undefined)

interface NonceProviderProps {
  nonce: string | undefined
  children: ReactNode
}

export const NonceProvider = ({ nonce, children }: NonceProviderProps) => (
  <NonceContext value={nonce}>{children}</NonceContext>
)

export const useNonce = (): string | undefined => use(NonceContext)
