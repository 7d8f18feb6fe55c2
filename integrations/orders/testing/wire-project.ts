/** A whole, valid project on the wire, for tests to vary. */
import type { WireProject } from '../project-schema.ts'

const PARTS: Pick<WireProject, 'milestones' | 'deliverables' | 'due_date_history'> = {
  milestones: [
    {
      id: 'ms_1',
      position: 1,
      title: 'Design approved',
      status: 'done',
      due_on: '2026-10-16',
      done_at: '2026-10-15T13:05:00.000Z',
    },
    {
      id: 'ms_2',
      position: 2,
      title: 'Factory acceptance test',
      status: 'started',
      due_on: '2026-12-17',
      done_at: null,
    },
  ],
  deliverables: [
    {
      id: 'dl_1',
      position: 1,
      milestone_id: 'ms_1',
      title: 'P&I diagram',
      status: 'approved',
      version: 2,
      due_on: '2026-10-09',
    },
    {
      id: 'dl_2',
      position: 2,
      milestone_id: 'ms_2',
      title: 'Test protocol',
      status: 'in_preparation',
      version: null,
      due_on: null,
    },
  ],
  due_date_history: [
    {
      id: 'dd_1',
      at: '2026-11-12T14:20:00.000Z',
      milestone_id: 'ms_2',
      from: '2026-12-03',
      to: '2026-12-17',
      reason: 'Supplier of the drives is late.',
    },
  ],
}

export function wireProjectWith(changes: Partial<WireProject> = {}): WireProject {
  return {
    id: 'prj_1',
    version: 4,
    number: 'PR-1',
    title: 'CIP retrofit, filler line 3',
    status: 'running',
    customer: { id: 'C-1002', name: 'Vellmar Dairy' },
    manager: { name: 'Petra Lang', email: 'petra.lang@haldensteam.example' },
    customer_contact: { name: 'Ines Keller', email: 'ines@vellmar.example' },
    starts_on: '2026-09-14',
    due_on: '2027-02-26',
    updated_at: '2026-11-12T14:20:00.000Z',
    deleted_at: null,
    ...PARTS,
    order_ids: ['ord_1'],
    ...changes,
  }
}
