/** What the page of communication needs from the server, as types only; see `api.ts`. Instants are ISO 8601 in UTC. */
import type {
  EngagementDirection,
  EngagementKind,
  EngagementState,
  Participant,
} from '#workflows/contracts/engagements.ts'

export interface EngagementView {
  id: string
  version: number
  kind: EngagementKind
  /** When it was sent, or begins. */
  at: string
  title: string | null
  people: Participant[]
  direction: EngagementDirection | null
  /** Of an e-mail: its own words, as plain text. */
  text: string | null
  state: EngagementState | null
  durationMs: number | null
  endsAt: string | null
  location: string | null
}

/** `portal.communication.list` */
export interface CommunicationPage {
  /** Newest first; what is planned stands above. */
  rows: EngagementView[]
  next: string | null
  previous: string | null
}

export interface CommunicationApi {
  list(input: {
    view: 'all' | EngagementKind
    cursor: string | null
    limit: number
  }): Promise<CommunicationPage>
}
