/** What the pages before a session need of single sign-on, as types only. */
export interface SignOnDoor {
  /** As the company named it. */
  name: string
  tenant: string
  /** Leads out; a plain link, since it leaves our pages. */
  href: string
}

export interface PendingLinkView {
  email: string
  tenant: string
  provider: string
}

export type LinkAnswer =
  { by: 'password'; password: string } | { by: 'mail' } | { by: 'proof'; proof: string }

export type LinkResult =
  | { type: 'linked' | 'second_step'; to: string; setCookie: string[] }
  | { type: 'mailed' }
  | { type: 'refused' }
  | { type: 'too_many_tries' }
  | { type: 'gone' }

export interface SignOnPort {
  /** Why the answer that this request brought was refused; null when it brought none. */
  refusal: string | null
  /** Of the company that proved the address's domain, else of the company whose page `next` is. */
  listDoors(by: { email: string | null; next: string | null }): Promise<SignOnDoor[]>
  /** What this browser was asked to prove; null when that is over. */
  findLink(): Promise<PendingLinkView | null>
  answerLink(answer: LinkAnswer): Promise<LinkResult>
}
