/** Projects as a source would send them, for tests of what is read. */
import type { ProjectRecord } from '#workflows/contracts/projects.ts'

export function makeProject(
  change: Partial<ProjectRecord> & { externalId: string },
): ProjectRecord {
  return {
    version: 1,
    externalCustomerId: 'C-1',
    number: change.externalId,
    title: `Project ${change.externalId}`,
    state: 'active',
    managerName: null,
    contactEmail: null,
    startsOn: null,
    dueOn: null,
    changedAt: '2026-05-02T08:00:00.000Z',
    milestones: [],
    deliverables: [],
    dueDates: [],
    orderExternalIds: [],
    ...change,
  }
}
