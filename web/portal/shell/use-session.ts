/** Who is signed in, to which tenant and with which rights: read once by the shell, used by every page below it. */
import { useRouteLoaderData } from 'react-router'
import type { PermissionName } from '#workflows/contracts/access.ts'
import type { SessionView } from '../api.ts'
import type { loader } from './layout.tsx'

export function useSession(): SessionView {
  const found = useRouteLoaderData<typeof loader>('tenant')
  if (found === undefined) throw new Error('useSession outside of a tenant')
  return found.session
}

export const usePermission = (name: PermissionName): boolean =>
  useSession().permissions.includes(name)
