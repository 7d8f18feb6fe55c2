/** Who is invited and has not come yet, and what became of invitations lately. */
import { CircleCheck, CircleSlash, Clock, Hourglass, type LucideIcon } from 'lucide-react'
import { Form, useNavigation } from 'react-router'
import { Button } from '../../../ui/action/button.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { State } from '../../../ui/show/state.tsx'
import type { Tone } from '../../../ui/show/tone.ts'
import { TimeText } from '../../../ui/text/time-text.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { useRoleName } from '../../shell/use-role-name.ts'
import type { InvitationView } from '../team-api.ts'

const LOOKS: Record<InvitationView['state'], { icon: LucideIcon; tone: Tone }> = {
  pending: { icon: Clock, tone: 'info' },
  expired: { icon: Hourglass, tone: 'warn' },
  accepted: { icon: CircleCheck, tone: 'ok' },
  revoked: { icon: CircleSlash, tone: 'idle' },
}

interface InvitationListProps {
  invitations: readonly InvitationView[]
  mayManage: boolean
}

export function InvitationList({ invitations, mayManage }: InvitationListProps) {
  const text = useText()
  return (
    <Section title={text('team.invitations')}>
      {invitations.length === 0 ? (
        <p className="py-4 text-soft">{text('team.invitation.none')}</p>
      ) : (
        <ul>
          {invitations.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} mayManage={mayManage} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Row({ invitation, mayManage }: { invitation: InvitationView; mayManage: boolean }) {
  const text = useText()
  const nameOf = useRoleName()
  const { email, role, ownOnly, state, invitedBy } = invitation
  const isOpen = state === 'pending' || state === 'expired'
  const facts = [
    role && nameOf(role),
    ownOnly ? text('team.ownOnly') : null,
    invitedBy === null ? null : text('team.invitation.by', { name: invitedBy }),
  ].filter((fact) => fact !== null)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-3 text-dense">
      <div className="min-w-0 grow basis-64">
        <p className="font-medium break-all">{email}</p>
        <p className="text-meta text-faint">{facts.join(' · ')}</p>
      </div>
      <p className="grid justify-items-start gap-0.5 desk:min-w-36">
        <State {...LOOKS[state]} word={text(`team.state.${state}`)} />
        <span className="text-meta text-faint">
          <TimeText
            at={isOpen ? invitation.sentAt : (invitation.endedAt ?? invitation.sentAt)}
            form="moment"
          />
        </span>
      </p>
      {mayManage ? (
        <div className="flex gap-2 desk:min-w-48 desk:justify-end">
          {isOpen ? <Acts invitation={invitation} /> : null}
        </div>
      ) : null}
    </li>
  )
}

function Acts({ invitation: { id, email } }: { invitation: InvitationView }) {
  const text = useText()
  const { formData } = useNavigation()
  const busy = formData?.get('id') === id
  return (
    <Form method="post" className="flex gap-2">
      <input type="hidden" name="id" value={id} />
      <Button
        type="submit"
        name="does"
        value="resend"
        aria-label={text('team.invitation.resendTo', { email })}
        pending={busy && formData.get('does') === 'resend' && text('team.inviting.sending')}
      >
        {text('team.invitation.resend')}
      </Button>
      <Button
        type="submit"
        name="does"
        value="revoke"
        look="plain"
        aria-label={text('team.invitation.revokeOf', { email })}
      >
        {text('team.invitation.revoke')}
      </Button>
    </Form>
  )
}
