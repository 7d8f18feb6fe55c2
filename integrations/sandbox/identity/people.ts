/** Who works at the demo's customers, as their identity providers know it. */
export interface IdentityPerson {
  /** Stays the same whatever the person is called. */
  subject: string
  name: string
  email: string
  groups: readonly string[]
}

const person = (
  subject: string,
  name: string,
  email: string,
  ...groups: string[]
): IdentityPerson => ({
  ...{ subject, name, email, groups },
})

/** Of each customer one who has an account by password already, and colleagues who come in for the first time. */
export const IDENTITY_PEOPLE: readonly IdentityPerson[] = [
  person('ng-amara', 'Amara Osei', 'amara@northgate.example', 'admins'),
  person('ng-ruben', 'Ruben Smit', 'ruben@northgate.example', 'buyers'),
  person('ng-lotte', 'Lotte Jansen', 'lotte@northgate.example'),
  person('vd-ines', 'Ines Keller', 'ines@vellmar.example', 'admins'),
  person('vd-tomas', 'Tomas Brandt', 'tomas@vellmar.example', 'buyers'),
  person('lq-elin', 'Elin Lindqvist', 'elin@lindqvist.example', 'admins'),
  person('lq-maja', 'Maja Nyberg', 'maja@lindqvist.example'),
]

export const findIdentity = (subject: unknown): IdentityPerson | undefined =>
  IDENTITY_PEOPLE.find((each) => each.subject === subject)
