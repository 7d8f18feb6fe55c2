/** Why an address of a pasted text gets no invitation; null for one that does. */
import { useText } from '../../../../ui/text/use-text.tsx'
import type { CheckedAddress } from '../../team-api.ts'

export function useAddressWords(): (checked: CheckedAddress) => string | null {
  const text = useText()
  return (checked) => {
    switch (checked.type) {
      case 'ready':
        return null
      case 'known':
        return text(`team.inviting.known.${checked.as}`, { email: checked.email })
      case 'problem':
        return text(`team.inviting.problem.${checked.problem}`, { given: checked.given })
    }
  }
}
