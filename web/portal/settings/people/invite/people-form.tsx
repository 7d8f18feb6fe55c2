/** The second step: each address with its role, and what the chosen one will see beside them. */
import { useState } from 'react'
import { Info } from 'lucide-react'
import { Form, Link, useNavigation } from 'react-router'
import type { MemberRole } from '#workflows/contracts/access.ts'
import { Button, buttonClass } from '../../../../ui/action/button.tsx'
import { Note } from '../../../../ui/show/note.tsx'
import { useText } from '../../../../ui/text/use-text.tsx'
import { AccessPanel } from '../../access/access-panel.tsx'
import { RoleSelect } from '../../access/role-select.tsx'
import { roleOfValue } from '../../access/role-value.ts'
import type { CheckedAddress } from '../../team-api.ts'
import { InviteeRow, type Invitee } from './invitee-row.tsx'
import { useAddressWords } from './use-address-words.ts'

interface PeopleFormProps {
  checked: readonly CheckedAddress[]
  roles: readonly MemberRole[]
}

/** What most people of a customer are; every line can be changed. */
const USUAL = 'project'

function usePeople(checked: readonly CheckedAddress[]) {
  const [people, setPeople] = useState(() =>
    checked.flatMap((each): Invitee[] =>
      each.type === 'ready' ? [{ email: each.email, role: USUAL, ownOnly: false }] : [],
    ),
  )
  const [shown, setShown] = useState(people[0]?.email ?? '')
  return {
    people,
    shown: people.find(({ email }) => email === shown) ?? people[0] ?? null,
    show: setShown,
    change: (email: string, to: Partial<Invitee>) => {
      setShown(email)
      setPeople(people.map((each) => (each.email === email ? { ...each, ...to } : each)))
    },
    changeAll: (role: string) => setPeople(people.map((each) => ({ ...each, role }))),
    drop: (email: string) => setPeople(people.filter((each) => each.email !== email)),
  }
}

export function PeopleForm({ checked, roles }: PeopleFormProps) {
  const text = useText()
  const { people, shown, show, change, changeAll, drop } = usePeople(checked)
  const pending = useNavigation().formData?.get('does') === 'send'
  return (
    <div className="grid items-start gap-6 desk:grid-cols-[minmax(0,1fr)_minmax(0,320px)]">
      <Form method="post" noValidate className="grid gap-4">
        <LeftOut checked={checked} />
        {people.length > 1 ? <AllAs roles={roles} onChoose={changeAll} /> : null}
        <ul>
          {people.map((invitee) => (
            <InviteeRow
              key={invitee.email}
              {...{ invitee, roles, change, show, drop }}
              isShown={shown?.email === invitee.email && people.length > 1}
              isOnly={people.length === 1}
            />
          ))}
        </ul>
        <p className="text-meta text-faint">{text('team.inviting.valid')}</p>
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            name="does"
            value="send"
            look="primary"
            pending={pending && text('team.inviting.sending')}
          >
            {text('team.inviting.send', { count: people.length })}
          </Button>
          <Link to="?" reloadDocument className={buttonClass('plain')}>
            {text('team.inviting.back')}
          </Link>
        </div>
      </Form>
      {shown ? <Sight invitee={shown} /> : null}
    </div>
  )
}

function AllAs({
  roles,
  onChoose,
}: {
  roles: readonly MemberRole[]
  onChoose: (role: string) => void
}) {
  const text = useText()
  return (
    <label className="flex items-center gap-3 text-dense text-soft">
      {text('team.inviting.allAs')}
      <span className="w-44">
        <RoleSelect
          roles={roles}
          defaultValue={USUAL}
          onChange={(event) => onChoose(event.target.value)}
        />
      </span>
    </label>
  )
}

function Sight({ invitee }: { invitee: Invitee }) {
  const text = useText()
  const { email, role, ownOnly } = invitee
  return (
    <AccessPanel
      title={text('team.inviting.show', { email })}
      asked={{
        role: roleOfValue(role),
        ownOnly,
        person: { type: 'address', email },
        instead: null,
      }}
    />
  )
}

function LeftOut({ checked }: Pick<PeopleFormProps, 'checked'>) {
  const wordsOf = useAddressWords()
  const left = checked.flatMap((each) => wordsOf(each) ?? [])
  if (left.length === 0) return null
  return (
    <Note icon={Info} tone="warn">
      <ul>
        {left.map((words) => (
          <li key={words} className="break-words">
            {words}
          </li>
        ))}
      </ul>
    </Note>
  )
}
