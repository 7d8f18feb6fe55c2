/** Who is signed in to the console, and with which rights: read once by the shell, used by every page below it. */
import { useRouteLoaderData } from 'react-router'
import type { StaffPermission } from '#workflows/contracts/staff/permissions.ts'
import type { ConsoleSession } from '../api.ts'
import type { loader } from './layout.tsx'

export function useConsole(): ConsoleSession {
  const found = useRouteLoaderData<typeof loader>('console')
  if (found === undefined) throw new Error('useConsole outside of the console')
  return found.session
}

export const useStaffPermission = (name: StaffPermission): boolean =>
  useConsole().permissions.includes(name)
