/** Who works at the demo's customers, as their identity providers know it. */
export interface IdentityPerson {
  /** Stays the same whatever the person is called. */
  subject: string
  name: string
  email: string
  groups: readonly string[]
}

/** Of each customer one who has an account by password already, and colleagues who come in for the first time. */
export const IDENTITY_PEOPLE: readonly IdentityPerson[] = [
  { subject: 'ng-amara', name: 'Amara Osei', email: 'amara@northgate.example', groups: ['admins'] },
  { subject: 'ng-ruben', name: 'Ruben Smit', email: 'ruben@northgate.example', groups: ['buyers'] },
  { subject: 'ng-lotte', name: 'Lotte Jansen', email: 'lotte@northgate.example', groups: [] },
  { subject: 'vd-ines', name: 'Ines Keller', email: 'ines@vellmar.example', groups: ['admins'] },
  { subject: 'vd-tomas', name: 'Tomas Brandt', email: 'tomas@vellmar.example', groups: ['buyers'] },
  { subject: 'vd-nora', name: 'Nora Beck', email: 'nora@vellmar.example', groups: [] },
  {
    subject: 'lq-elin',
    name: 'Elin Lindqvist',
    email: 'elin@lindqvist.example',
    groups: ['admins'],
  },
  { subject: 'lq-maja', name: 'Maja Nyberg', email: 'maja@lindqvist.example', groups: [] },
]

export const findIdentity = (subject: unknown): IdentityPerson | undefined =>
  IDENTITY_PEOPLE.find((each) => each.subject === subject)
