/** What a role is called: presets in the words of the page, custom roles as their tenant named them. */
import type { MemberRole } from '#workflows/contracts/access.ts'
import { useText } from '../../ui/text/use-text.tsx'

export function useRoleName(): (role: MemberRole) => string {
  const text = useText()
  return (role) => (role.type === 'custom' ? role.name : text(`shell.role.${role.preset}`))
}
